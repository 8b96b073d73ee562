package dev.livelet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler of an {@link Entity}: {@code @Call State post(State state, Message message)} is what
 * {@code room.tell(Room::post, message)} and {@code room.call(Room::post, message)} run. It takes
 * the state and at most two arguments, fit for a state, and gives the next state, or a {@link
 * Reply} with an answer for the caller. Checked when the entity is registered.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Call {}
