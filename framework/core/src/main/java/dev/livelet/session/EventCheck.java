package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.EventBinding;
import dev.livelet.template.Fragment;
import dev.livelet.template.Stateful;
import dev.livelet.template.TemplateSlot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Holds every event of a template, of its components and of the content given to them against the
 * handlers that will serve it. Lists all that is wrong, so that one start shows everything.
 */
final class EventCheck {
    private static final Logger log = LoggerFactory.getLogger(EventCheck.class);

    private final BiFunction<Class<? extends LiveView<?>>, List<String>, BoundView> binder;
    private final List<String> problems;
    private final Map<Class<?>, BoundView> stateful = new HashMap<>();
    private final Set<Visit> visited = new HashSet<>();

    private record Visit(CompiledTemplate<?> template, BoundView owner) {}

    /**
     * @param binder gives a stateful component's view, and adds what is wrong with it to the list
     */
    EventCheck(
            BiFunction<Class<? extends LiveView<?>>, List<String>, BoundView> binder,
            List<String> problems) {
        this.binder = binder;
        this.problems = problems;
    }

    /** The views of the stateful components met, by class. */
    Map<Class<?>, BoundView> stateful() {
        return Map.copyOf(stateful);
    }

    void view(BoundView owner) {
        template(owner.template(), owner);
    }

    void template(CompiledTemplate<?> template, BoundView owner) {
        if (!visited.add(new Visit(template, owner))) return;
        Set<CompiledTemplate<?>> components = new LinkedHashSet<>();
        fragment(template.root(), owner, components);
        // What is referred to and is no component is content given to one: it is written here, so
        // its handlers are here.
        for (CompiledTemplate<?> reference : template.references()) {
            if (!components.contains(reference)) template(reference, owner);
        }
    }

    private void fragment(Fragment fragment, BoundView owner, Set<CompiledTemplate<?>> components) {
        for (EventBinding binding : fragment.events()) event(binding, owner, false);
        for (TemplateSlot slot : fragment.slots()) {
            switch (slot) {
                case TemplateSlot.Conditional conditional ->
                        conditional.branches().forEach(b -> fragment(b.body(), owner, components));
                case TemplateSlot.Loop loop -> fragment(loop.row(), owner, components);
                case TemplateSlot.Component component -> {
                    components.add(component.target().get());
                    component(component, owner);
                }
                default -> {}
            }
        }
    }

    private void component(TemplateSlot.Component component, BoundView owner) {
        Stateful part = component.stateful();
        if (part == null) {
            template(component.target().get(), owner);
            return;
        }
        BoundView inner = stateful.get(part.view());
        if (inner == null) {
            inner = binder.apply(part.view(), problems);
            stateful.put(part.view(), inner);
            if (inner.handlers().takesMessages()) {
                problems.add(
                        component.source()
                                + ": "
                                + inner.name()
                                + " has @OnMessage methods, but messages go to the page's view"
                                + " only; handle them there");
            }
        }
        template(component.target().get(), inner);
        part.emitted().forEach(binding -> event(binding, owner, true));
    }

    private void event(EventBinding binding, BoundView owner, boolean emitted) {
        String wrong = new BindingCheck(binding, owner, emitted).problem();
        if (wrong != null) problems.add(binding.source() + ": " + wrong);
        for (Type type : binding.argumentTypes()) {
            if (type instanceof Class<?> c && c.isRecord()) {
                log.warn(
                        "{}: gives a whole {} to the handler; give its key, and look it up in the"
                                + " current state",
                        binding.source(),
                        c.getSimpleName());
            }
        }
    }
}
