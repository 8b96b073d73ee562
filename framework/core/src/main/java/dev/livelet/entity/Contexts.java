package dev.livelet.entity;

import dev.livelet.Entity;
import dev.livelet.EntityContext;
import dev.livelet.LiveletException;

/** Which handler of an entity runs on this thread. */
public final class Contexts {
    static final ScopedValue<EntityContext> CURRENT = ScopedValue.newInstance();

    private Contexts() {}

    public static EntityContext current(Entity<?> entity) {
        if (!CURRENT.isBound())
            throw new LiveletException(
                    "context() of "
                            + entity.getClass().getName()
                            + " is for its handlers, on the thread that runs them: create,"
                            + " restored, @Call and @OnMessage methods");
        return CURRENT.get();
    }
}
