package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Template;
import dev.livelet.spi.SessionCopy;
import dev.livelet.state.Reach;
import dev.livelet.state.StateType;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registered view: its template, and its handlers bound to the template's events. Thread-safe.
 */
public final class ViewType<S> {
    private final LiveView<S> view;
    private final CompiledTemplate<S> template;
    private final BoundView root;
    private final Map<Class<?>, BoundView> stateful;
    private final StateType stateType;
    private final Map<Integer, CompiledTemplate<?>> templates = new LinkedHashMap<>();
    private final SessionCopy.Markup markup;

    /** Templates that came as values ({@code Html}) and fit their view's handlers. */
    private final Map<CompiledTemplate<?>, BoundView> checked = new ConcurrentHashMap<>();

    private ViewType(
            LiveView<S> view,
            CompiledTemplate<S> template,
            BoundView root,
            Map<Class<?>, BoundView> stateful,
            StateType stateType) {
        this.view = view;
        this.template = template;
        this.root = root;
        this.stateful = stateful;
        this.stateType = stateType;
        collect(template);
        this.markup =
                new SessionCopy.Markup(
                        new TreeSet<>(templates.keySet()).toString().hashCode(),
                        template.root().events().stream().map(OtherRelease::identity).toList());
    }

    private void collect(CompiledTemplate<?> found) {
        if (templates.putIfAbsent(found.id(), found) == null)
            found.references().forEach(this::collect);
    }

    /**
     * Checks the state's type, every handler, and every event of the template (and of the templates
     * it names) against them.
     *
     * @throws LiveletException that lists what is wrong, where, and the fix
     */
    public static <S> ViewType<S> of(LiveView<S> view) {
        Template<S> declared = view.template();
        if (declared == null) {
            throw new LiveletException(
                    "template() of "
                            + view.getClass().getName()
                            + " returned null; keep the template in a static field that is declared"
                            + " in the view's class, and return it");
        }
        CompiledTemplate<S> template = (CompiledTemplate<S>) declared;
        List<String> problems = new ArrayList<>();
        if (!template.rootProblem().isEmpty()) problems.add(template.rootProblem());
        BoundView root = bind(view, template, problems);
        StateType stateType = stateType(template.stateType(), problems);
        EventCheck check = new EventCheck(ViewType::stateful, problems);
        check.view(root);
        if (stateType == null || !problems.isEmpty()) {
            throw new LiveletException(
                    "The view "
                            + view.getClass().getName()
                            + " cannot be served:\n- "
                            + String.join("\n- ", problems));
        }
        return new ViewType<>(view, template, root, check.stateful(), stateType);
    }

    private static @Nullable StateType stateType(Class<?> state, List<String> problems) {
        try {
            return StateType.of(state);
        } catch (LiveletException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static BoundView bind(
            LiveView<?> view, CompiledTemplate<?> template, List<String> problems) {
        return new BoundView(
                (LiveView<Object>) view,
                template,
                new HandlerTable(view, template.stateType(), problems));
    }

    private static BoundView stateful(Class<? extends LiveView<?>> type, List<String> problems) {
        LiveView<?> view = instance(type);
        return bind(view, (CompiledTemplate<?>) view.template(), problems);
    }

    private static LiveView<?> instance(Class<? extends LiveView<?>> type) {
        try {
            MethodHandle constructor =
                    Reach.into(type).findConstructor(type, MethodType.methodType(void.class));
            return (LiveView<?>) constructor.invoke();
        } catch (NoSuchMethodException e) {
            throw new LiveletException(
                    "The stateful component "
                            + type.getName()
                            + " needs a constructor without parameters",
                    e);
        } catch (IllegalAccessException e) {
            throw new LiveletException(
                    "Livelet cannot reach the constructor of "
                            + type.getName()
                            + ": add 'opens "
                            + type.getPackageName()
                            + ";' to the module",
                    e);
        } catch (Throwable e) {
            throw new LiveletException(
                    "The constructor of the stateful component " + type.getName() + " threw " + e,
                    e);
        }
    }

    public CompiledTemplate<S> template() {
        return template;
    }

    /** The view's class name, for logs. */
    public String name() {
        return root.name();
    }

    LiveView<S> view() {
        return view;
    }

    StateType stateType() {
        return stateType;
    }

    /** All templates that the view's own reaches, by id: what a page's bundle has at least. */
    public Map<Integer, CompiledTemplate<?>> templates() {
        return templates;
    }

    /** For nodes of other releases. */
    SessionCopy.Markup markup() {
        return markup;
    }

    BoundView root() {
        return root;
    }

    /** The types of messages that the view has handlers for. */
    public List<Class<?>> messages() {
        return root.handlers().messageTypes();
    }

    /** The view of a stateful component that the template names. */
    BoundView stateful(Class<?> type) {
        BoundView found = stateful.get(type);
        if (found == null)
            throw new LiveletException(
                    "The stateful component "
                            + type.getName()
                            + " is not part of the view "
                            + name());
        return found;
    }

    /** Checks the events of a template that came as a value, when it is first met. */
    void check(CompiledTemplate<?> dynamic, BoundView owner) {
        if (checked.get(dynamic) == owner) return;
        List<String> problems = new ArrayList<>();
        new EventCheck((type, more) -> stateful(type), problems).template(dynamic, owner);
        if (!problems.isEmpty()) {
            throw new LiveletException(
                    "The template "
                            + dynamic.name()
                            + " does not fit the view "
                            + owner.name()
                            + ":\n- "
                            + String.join("\n- ", problems));
        }
        checked.put(dynamic, owner);
    }
}
