package dev.livelet.expression;

import java.util.List;

/** What an event binding names: a handler and its arguments, {@code add(1)} or {@code add}. */
public record Call(String name, List<Compiled> arguments) {}
