package dev.livelet.session;

import dev.livelet.Form;
import dev.livelet.LiveletException;
import dev.livelet.RenderContext;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.expression.Frame;
import dev.livelet.form.FormFields;
import dev.livelet.form.MalformedForm;
import dev.livelet.form.UnknownBase;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.template.EventBinding;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * From an event frame to a handler's call: the path and the arguments are resolved on the state
 * that the user saw, the binding must still be there in the current one, and the handler runs on
 * the current one. Confined to the session's turn.
 */
final class EventRunner {
    private final ViewType<?> type;
    private final FormBases forms;
    private @Nullable OtherRelease otherRelease;

    EventRunner(ViewType<?> type, int formBindings) {
        this.type = type;
        this.forms = new FormBases(formBindings, type.template().id());
    }

    /**
     * An event whose handler is about to run.
     *
     * @param seen where the user saw the binding
     * @param scope whose handler runs, with its current state
     * @param values what the handler is called with; the socket's place is empty yet
     * @param fields the form's fields after the event, where the handler takes a form
     */
    record Prepared(
            Location seen,
            Scope scope,
            Handler handler,
            @Nullable Object[] values,
            @Nullable FormFields fields,
            @Nullable Form<?> form) {
        @Override
        public String toString() {
            return handler + " for " + seen.binding().source();
        }
    }

    /** Goes on with what another node had. */
    void restore(SessionCopy copy) {
        otherRelease = OtherRelease.of(copy, type.markup());
        forms.restore(copy.forms());
    }

    /** The event with its path on this node's page, as {@link OtherRelease#here}. */
    ClientFrame.Event here(ClientFrame.Event event, int seen) throws EventRefused {
        return otherRelease == null ? event : otherRelease.here(event, seen);
    }

    /**
     * @param snapshot what the user saw; null when that is no longer known
     */
    Prepared prepare(
            ClientFrame.Event event,
            @Nullable Snapshot snapshot,
            Object state,
            RenderContext context)
            throws EventRefused {
        Location seen =
                snapshot == null
                        ? plain(event, state, context)
                        : Locator.locate(type, snapshot.state(), snapshot.context(), event.path());
        if (seen == null)
            throw new EventRefused(
                    Frames.MALFORMED, "its path leads to nothing on the page as it was seen");
        Handler handler = handler(seen.scope().owner(), seen.binding());
        try {
            Scope scope =
                    snapshot == null
                            ? seen.scope()
                            : scope(seen, snapshot, handler, state, context);
            return prepare(event, seen, scope, handler);
        } catch (EventRefused e) {
            if (handler.takes(Parameter.Kind.FORM)) forms.forget(seen);
            throw e;
        }
    }

    /**
     * The binding on the current page, where that can be no other than the one seen: on no row and
     * no branch, and with arguments that read nothing. So an event outlives the only node that knew
     * the version it was made on.
     */
    private Location plain(ClientFrame.Event event, Object state, RenderContext context)
            throws EventRefused {
        Location now = Locator.locate(type, state, context, event.path());
        if (now == null
                || now.binding().reads() != 0
                || !now.steps().stream().allMatch(Location.Step.Component.class::isInstance))
            throw new EventRefused(
                    Frames.STALE, "the version that it was made on is not known any more");
        return now;
    }

    private Scope scope(
            Location seen, Snapshot snapshot, Handler handler, Object state, RenderContext context)
            throws EventRefused {
        if (snapshot.state() == state && snapshot.context().equals(context)) return seen.scope();
        Location now = Locator.find(type, state, context, seen);
        if (now != null) return now.scope();
        Scope scope =
                handler.allowsStale()
                        ? Locator.scope(
                                type, state, context, seen.steps().subList(0, seen.scope().depth()))
                        : null;
        if (scope == null)
            throw new EventRefused(
                    Frames.STALE, seen.binding().source() + " is no longer on the page");
        return scope;
    }

    private Prepared prepare(ClientFrame.Event event, Location seen, Scope scope, Handler handler)
            throws EventRefused {
        EventBinding binding = seen.binding();
        @Nullable Object[] values = new @Nullable Object[handler.parameters().size() + 1];
        values[0] = scope.state();
        FormFields fields = null;
        Form<?> form = null;
        for (int i = 0; i < handler.parameters().size(); i++) {
            Parameter parameter = handler.parameters().get(i);
            values[i + 1] =
                    switch (parameter.kind()) {
                        case ARGUMENT -> argument(binding, i, parameter, seen.frame());
                        case SOCKET -> null;
                        case KEY -> Carried.key(event.payload());
                        case POINTER -> Carried.pointer(event.payload());
                        case INPUT -> Carried.input(event.payload());
                        case FORM -> {
                            if (fields == null) fields = fields(event, seen);
                            form =
                                    Objects.requireNonNull(parameter.form())
                                            .decode(
                                                    fields,
                                                    event.target(),
                                                    binding.type().equals("submit"));
                            yield form;
                        }
                    };
        }
        return new Prepared(seen, scope, handler, values, fields, form);
    }

    private FormFields fields(ClientFrame.Event event, Location form) throws EventRefused {
        JsonNode payload = event.payload();
        if (payload == null)
            throw new EventRefused(Frames.MALFORMED, "an event of a form brings its fields");
        try {
            return forms.get(form).apply(payload, event.target());
        } catch (UnknownBase e) {
            throw new EventRefused(Frames.UNKNOWN_BASE, String.valueOf(e.getMessage()));
        } catch (MalformedForm e) {
            throw new EventRefused(Frames.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Handler handler(BoundView owner, EventBinding binding) {
        Handler handler = owner.handlers().event(binding.handler());
        if (handler == null)
            throw new LiveletException(
                    binding.source()
                            + ": "
                            + owner.name()
                            + " has no handler '"
                            + binding.handler()
                            + "'");
        return handler;
    }

    /** Runs the handler, then what a stateful component emitted. Gives the page's next state. */
    Object run(Prepared event, Turn turn, RenderContext context) throws Throwable {
        Object next =
                event.scope().putBack(call(event.handler(), event.values(), event.seen(), turn));
        return emit(event.seen(), event.scope(), next, turn, context);
    }

    private static Object call(
            Handler handler, @Nullable Object[] values, @Nullable Location place, Turn turn)
            throws Throwable {
        for (int i = 0; i < handler.parameters().size(); i++) {
            if (handler.parameters().get(i).kind() == Parameter.Kind.SOCKET) values[i + 1] = turn;
        }
        if (place != null) turn.at(place);
        return handler.call(values);
    }

    /**
     * Runs the parent's bindings of what the component emitted, on the state that has the
     * component's next one already.
     */
    private Object emit(Location seen, Scope from, Object state, Turn turn, RenderContext context)
            throws Throwable {
        Scope.Use use = from.use();
        Scope.Use seenUse = seen.scope().use();
        if (use == null || seenUse == null) return state;
        Object current = state;
        for (Turn.Emitted emitted : turn.takeEmitted()) {
            EventBinding binding = binding(use, emitted.name());
            // A component may emit what nobody listens to.
            if (binding == null) continue;
            Handler handler = handler(use.parent().owner(), binding);
            Location place =
                    new Location(
                            seenUse.parent(),
                            seen.steps().subList(0, use.parent().depth()),
                            0,
                            binding,
                            seenUse.frame());
            Scope parent = Locator.scope(type, current, context, place.steps());
            if (parent == null)
                throw new LiveletException(
                        binding.source() + ": the parent is no longer on the page");
            current =
                    parent.putBack(
                            call(
                                    handler,
                                    values(parent, handler, binding, seenUse.frame(), emitted),
                                    place,
                                    turn));
            current = emit(place, parent, current, turn, context);
        }
        return current;
    }

    private static @Nullable EventBinding binding(Scope.Use use, String name) {
        for (EventBinding binding : Objects.requireNonNull(use.slot().stateful()).emitted()) {
            if (binding.type().equals(name)) return binding;
        }
        return null;
    }

    /** An int of the template where the handler asks for a Long becomes one. */
    private static @Nullable Object argument(
            EventBinding binding, int index, Parameter parameter, Frame frame) {
        Object value = binding.arguments().get(index).eval(frame);
        return ExpressionCompiler.conversion(binding.argumentTypes().get(index), parameter.type())
                .apply(value);
    }

    private static @Nullable Object[] values(
            Scope parent,
            Handler handler,
            EventBinding binding,
            Frame frame,
            Turn.Emitted emitted) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (int i = 0; i < binding.arguments().size(); i++)
            arguments.add(argument(binding, i, handler.parameters().get(i), frame));
        for (Object argument : emitted.arguments()) arguments.add(argument);
        if (arguments.size() != handler.arguments()) {
            throw new LiveletException(
                    binding.source()
                            + ": with what was emitted there are "
                            + arguments.size()
                            + " arguments, the handler "
                            + handler
                            + " takes "
                            + handler.arguments()
                            + " after the state");
        }
        @Nullable Object[] values = new @Nullable Object[handler.parameters().size() + 1];
        values[0] = parent.state();
        for (int i = 0; i < arguments.size(); i++) values[i + 1] = arguments.get(i);
        return values;
    }

    /**
     * The event has had its end: what the form said is the base of what it says next, or it says
     * everything again.
     */
    void ended(Prepared event, boolean applied) {
        FormFields fields = event.fields();
        Form<?> form = event.form();
        if (fields == null || form == null) return;
        if (!applied) forms.forget(event.seen());
        else forms.put(event.seen(), form.submitted() ? fields.submitted(form.valid()) : fields);
    }

    /** What the page has said of its forms. */
    FormBases forms() {
        return forms;
    }

    Object message(Handler handler, Object state, Object message, Turn turn) throws Throwable {
        @Nullable Object[] values = new @Nullable Object[handler.parameters().size() + 1];
        values[0] = state;
        values[1] = message;
        return call(handler, values, null, turn);
    }

    /**
     * What {@code socket.async} was given to do with its result; drops it when the component that
     * asked is gone.
     */
    Object asyncDone(Work.AsyncDone done, Object state, RenderContext context) {
        Scope scope = Locator.scope(type, state, context, done.job().scope());
        if (scope == null) return state;
        Object next = done.job().then().apply(scope.state(), done.result());
        if (next == null)
            throw new LiveletException(
                    "What async '"
                            + done.job().name()
                            + "' does with its result returned null instead of a state");
        return scope.putBack(next);
    }
}
