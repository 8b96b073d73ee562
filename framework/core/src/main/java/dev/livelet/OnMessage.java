package dev.livelet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler of messages from the server's side (pub/sub, timers, {@code socket.send}), chosen by
 * the type of its second parameter: {@code @OnMessage State received(State state, ChatMessage
 * message)}; a {@link Socket} may follow.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnMessage {}
