package dev.livelet.template;

import dev.livelet.expression.Call;
import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.NearestName;
import dev.livelet.expression.Reads;
import dev.livelet.expression.Scope;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles {@code on:…} attributes: the DOM event, its modifiers, the handler's name and arguments.
 */
final class EventCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(EventCompiler.class);
    private static final Set<String> EVENTS =
            Set.of(
                    ("abort animationend animationiteration animationstart auxclick beforeinput"
                         + " beforetoggle blur cancel canplay change click click-away close"
                         + " compositionend compositionstart compositionupdate contextmenu copy cut"
                         + " dblclick drag dragend dragenter dragleave dragover dragstart drop"
                         + " durationchange emptied ended error focus focusin focusout formdata"
                         + " fullscreenchange gotpointercapture input invalid keydown keypress"
                         + " keyup load loadeddata loadedmetadata lostpointercapture mousedown"
                         + " mouseenter mouseleave mousemove mouseout mouseover mouseup online"
                         + " offline paste pause play playing pointercancel pointerdown"
                         + " pointerenter pointerleave pointermove pointerout pointerover pointerup"
                         + " popstate progress ratechange reset resize scroll scrollend seeked"
                         + " seeking select selectionchange stalled submit suspend timeupdate"
                         + " toggle touchcancel touchend touchmove touchstart transitionend"
                         + " transitionstart visibilitychange visible volumechange waiting wheel")
                            .split(" "));
    private static final Map<String, String> FLAGS =
            Map.of(
                    "prevent", "p", "stop", "s", "once", "o", "window", "w", "self", "c", "online",
                    "n", "pointer", "x");
    private static final Map<String, String> HELD =
            Map.of("ctrl", "c", "shift", "s", "alt", "a", "meta", "m");
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("esc", "escape"),
                    Map.entry("space", " "),
                    Map.entry("up", "arrowup"),
                    Map.entry("down", "arrowdown"),
                    Map.entry("left", "arrowleft"),
                    Map.entry("right", "arrowright"),
                    Map.entry("del", "delete"));
    private static final Set<String> NAMED_KEYS =
            Set.of(
                    "enter",
                    "escape",
                    "tab",
                    "backspace",
                    "delete",
                    "insert",
                    "home",
                    "end",
                    "pageup",
                    "pagedown",
                    "arrowup",
                    "arrowdown",
                    "arrowleft",
                    "arrowright",
                    "f1",
                    "f2",
                    "f3",
                    "f4",
                    "f5",
                    "f6",
                    "f7",
                    "f8",
                    "f9",
                    "f10",
                    "f11",
                    "f12");

    private final SourceText source;
    private final Expressions expressions;

    EventCompiler(SourceText source, Expressions expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    /**
     * @param slot as it stands in the definition
     * @param elsewhere whether it happens outside of its element
     */
    record Event(EventBinding binding, String slot, boolean elsewhere) {}

    Event onElement(Markup.Attribute attribute, String tag, int first, Scope scope) {
        String[] words = Names.lower(attribute.name().substring(3)).split("\\.", -1);
        String type = words[0];
        boolean custom = tag.indexOf('-') >= 0;
        if (!EVENTS.contains(type) && !(custom && Names.plausible(type))) {
            throw source.error(
                    attribute.offset() + 3,
                    "no event '" + type + "'" + NearestName.hint(type, EVENTS));
        }
        Map<String, Object> modifiers = modifiers(attribute, words);
        if (type.equals("click-away")) {
            type = "click";
            modifiers.put("a", "away");
        }
        EventBinding binding =
                binding(attribute, type, tag, first, modifiers.containsKey("x"), scope);
        return new Event(
                binding,
                "[4," + Definition.quote(type) + "," + json(modifiers) + "]",
                modifiers.containsKey("a") || modifiers.containsKey("w"));
    }

    /** A binding on a stateful component: what {@code socket.emit} runs. */
    EventBinding onComponent(Markup.Attribute attribute, String component, Scope scope) {
        String name = attribute.name().substring(3);
        int dot = name.indexOf('.');
        if (dot >= 0)
            throw source.error(
                    attribute.offset() + 3 + dot,
                    "a component's events have no modifiers; put them on the element inside");
        return binding(attribute, name, component, 0, false, scope);
    }

    private EventBinding binding(
            Markup.Attribute attribute,
            String type,
            String element,
            int first,
            boolean pointer,
            Scope scope) {
        if (!(attribute.value() instanceof Markup.Value.Computed computed)) {
            throw source.error(
                    attribute.offset(),
                    "expected a handler: "
                            + attribute.name()
                            + "={name} or "
                            + attribute.name()
                            + "={name(argument)}");
        }
        Markup.Code code = computed.code();
        if (code.source().strip().startsWith("js.")) {
            throw expressions.misfit(
                    code,
                    "commands in the browser (js.…) are not part of this version; call a handler: "
                            + attribute.name()
                            + "={name}");
        }
        Call call = expressions.call(code, scope);
        List<Expression> arguments = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        long reads = Reads.NOTHING;
        for (Compiled argument : call.arguments()) {
            warnOfRow(argument, code);
            arguments.add(argument.code());
            types.add(argument.type());
            reads |= argument.reads();
        }
        return new EventBinding(
                source.source(attribute.offset(), attribute.end()),
                type,
                element,
                first,
                pointer,
                call.name(),
                List.copyOf(arguments),
                List.copyOf(types),
                reads);
    }

    /** A row that has changed since it was seen is another argument; its key is the same. */
    private void warnOfRow(Compiled argument, Markup.Code code) {
        Class<?> type = Expressions.erase(argument.type());
        if (!type.isRecord() || type.getRecordComponents().length < 2) return;
        LOG.warn(
                "{}: a whole {} as argument, as the user saw it; pass its key and find it in the"
                        + " state",
                source.source(code.offset(), code.offset() + code.source().length()),
                type.getSimpleName());
    }

    /** In the order of the table in {@code docs/protocol.md}. */
    private Map<String, Object> modifiers(Markup.Attribute attribute, String[] words) {
        boolean keys = words[0].startsWith("key");
        Map<String, Object> found = new LinkedHashMap<>();
        Set<String> held = new TreeSet<>(Comparator.comparing("csam"::indexOf));
        int offset = attribute.offset() + 3 + words[0].length() + 1;
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            String key = KEYS.getOrDefault(word, word);
            if (FLAGS.containsKey(word)) found.put(FLAGS.getOrDefault(word, ""), 1);
            else if (HELD.containsKey(word)) held.add(HELD.getOrDefault(word, ""));
            else if (word.startsWith("debounce-")) found.put("d", millis(word, offset));
            else if (word.startsWith("throttle-")) found.put("t", millis(word, offset));
            else if (keys && (NAMED_KEYS.contains(key) || key.codePointCount(0, key.length()) == 1))
                found.put("k", key);
            else throw source.error(offset, unknown(word, keys));
            offset += word.length() + 1;
        }
        if (!held.isEmpty()) found.put("m", String.join(".*", held));
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String name : "psowcdtkmnx".split(""))
            if (found.get(name) instanceof Object value) ordered.put(name, value);
        return ordered;
    }

    private static String unknown(String word, boolean keys) {
        if (!keys && (NAMED_KEYS.contains(word) || KEYS.containsKey(word)))
            return "the key '" + word + "' on an event that has none; expected on:keydown." + word;
        if (word.equals("debounce") || word.equals("throttle"))
            return "'" + word + "' of how long? Give it milliseconds: " + word + "-300";
        List<String> known = new ArrayList<>(FLAGS.keySet());
        known.addAll(HELD.keySet());
        known.addAll(List.of("debounce-300", "throttle-100"));
        if (keys) {
            known.addAll(KEYS.keySet());
            known.addAll(NAMED_KEYS);
        }
        return "no modifier '" + word + "'" + NearestName.hint(word, known);
    }

    private int millis(String word, int offset) {
        String number = word.substring(word.indexOf('-') + 1);
        if (number.matches("[1-9][0-9]{0,4}")) return Integer.parseInt(number);
        throw source.error(
                offset,
                "found '"
                        + word
                        + "'; expected milliseconds from 1 to 99999: "
                        + word.substring(0, word.indexOf('-'))
                        + "-300");
    }

    private static String json(Map<String, Object> modifiers) {
        if (modifiers.isEmpty()) return "0";
        StringBuilder out = new StringBuilder("{");
        modifiers.forEach(
                (name, value) -> {
                    if (out.length() > 1) out.append(',');
                    out.append('"')
                            .append(name)
                            .append("\":")
                            .append(value instanceof String text ? Definition.quote(text) : value);
                });
        return out.append('}').toString();
    }
}
