package dev.livelet.template;

import dev.livelet.Slot;
import dev.livelet.expression.Frame;

/**
 * Content given to a component, with the frame of the template that gives it. Lives no longer than
 * one evaluation.
 */
public record SlotContent(CompiledTemplate<?> template, Frame frame) implements Slot {}
