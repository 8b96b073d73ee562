package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.template.TemplateSlot.Conditional;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The branch that a conditional takes.
 *
 * @param number from 1; 0 for none
 * @param frame what the branch is evaluated in: a fork where its test bound pattern variables
 * @param failure why an error boundary does not take its first branch
 */
public record Choice(
        int number,
        Conditional.@Nullable Branch branch,
        Frame frame,
        @Nullable PartFailure failure) {

    public static Choice of(Conditional conditional, Frame frame) {
        List<Conditional.Branch> branches = conditional.branches();
        PartFailure failure = conditional.boundary() ? Trial.of(conditional, frame) : null;
        for (int i = failure == null ? 0 : 1; i < branches.size(); i++) {
            Conditional.Branch branch = branches.get(i);
            Frame own = branch.variables().isEmpty() ? frame : frame.fork();
            if (Boolean.TRUE.equals(branch.test().eval(own)))
                return new Choice(i + 1, branch, own, failure);
        }
        return new Choice(0, null, frame, failure);
    }
}
