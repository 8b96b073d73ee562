package dev.livelet;

/**
 * What names an entity in the cluster.
 *
 * @param type {@link Entity#typeName} of its type
 * @param name given to {@link Entities#get}
 */
public record EntityId(String type, String name) {
    @Override
    public String toString() {
        return type + "/" + name;
    }
}
