package dev.livelet.entity;

import dev.livelet.EntityId;

/** A page, or another that shows an entity's value. */
@FunctionalInterface
public interface Watcher {
    /** There is a newer value: on a thread of the entity's; must not block. */
    void changed(EntityId id);
}
