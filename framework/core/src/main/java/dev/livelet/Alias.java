package dev.livelet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Former names, oldest first, of what travels between nodes: a component of a record, a record
 * under a sealed interface, a type of message, an enum constant. Nodes of two releases understand
 * each other by the oldest name, so a renamed thing keeps what it held while a new release is
 * rolled out, and when it is rolled back.
 *
 * <pre>{@code
 * record State(@Alias("text") String draft) {}
 *
 * enum Status { OPEN, @Alias("DONE") CLOSED }
 * }</pre>
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Alias {
    String[] value();
}
