package dev.livelet.template;

import dev.livelet.Html;

/** A template filled with a record: what {@code Template.with(record)} gives. */
public record RecordHtml(CompiledTemplate<?> template, Object record) implements Html {}
