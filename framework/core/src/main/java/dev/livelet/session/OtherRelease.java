package dev.livelet.session;

import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.template.EventBinding;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Of a session that comes from a node of another release: the page goes on showing what that one's
 * templates made of it until it has a whole render. An event that it makes until then has a path in
 * those templates. It means the same here only if it stands on the root and depends on nothing that
 * is shown, and if the root has such an event here as well, under whichever number.
 */
final class OtherRelease {
    private final SessionCopy.Markup theirs;
    private final SessionCopy.Markup ours;
    private final int last;

    private OtherRelease(SessionCopy.Markup theirs, SessionCopy.Markup ours, int last) {
        this.theirs = theirs;
        this.ours = ours;
        this.last = last;
    }

    /** Null if the session comes from a node of this release. */
    static @Nullable OtherRelease of(SessionCopy copy, SessionCopy.Markup ours) {
        return copy.markup() == null || copy.isUnder(ours)
                ? null
                : new OtherRelease(copy.markup(), ours, copy.sent());
    }

    /**
     * The event with its path here.
     *
     * @param seen the version that it was made on
     */
    ClientFrame.Event here(ClientFrame.Event event, int seen) throws EventRefused {
        if (seen > last) return event;
        int[] path = event.path();
        int number = path.length == 1 ? path[0] : -1;
        int binding =
                number >= 0 && number < theirs.bindings().size()
                        ? theirs.bindings().get(number)
                        : 0;
        int here = binding == 0 ? -1 : ours.bindings().indexOf(binding);
        if (here < 0)
            throw new EventRefused(
                    Frames.STALE, "it was made on the page of another release, which differs here");
        return new ClientFrame.Event(
                event.patches(), new int[] {here}, event.payload(), event.target());
    }

    /** What a binding of the root does, the same in each release. */
    static int identity(EventBinding binding) {
        String text = binding.source().text();
        boolean known = binding.reads() == 0 && !text.endsWith("…");
        List<String> said = List.of(binding.type(), binding.element(), binding.handler(), text);
        return known ? said.hashCode() >>> 12 | 1 : 0;
    }
}
