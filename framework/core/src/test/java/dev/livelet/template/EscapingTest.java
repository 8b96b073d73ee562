package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Attacks by context: whatever a value holds, the page has the elements and attributes that its
 * template has, no address of a scheme that runs, and no style but declarations. The output is read
 * as a browser reads it, by Jsoup.
 */
class EscapingTest {
    record State(String x, Map<String, String> map, List<String> list) {}

    private static final Set<String> ADDRESSES =
            Set.of(
                    "href",
                    "src",
                    "action",
                    "formaction",
                    "poster",
                    "cite",
                    "data",
                    "ping",
                    "srcset",
                    "background",
                    "manifest");
    private static final Set<String> SCHEMES =
            Set.of("http", "https", "mailto", "tel", "sms", "blob", "about");

    static Stream<Arguments> attacks() {
        List<Arguments> all = new ArrayList<>();
        for (String context : List.of("markup", "url", "css")) {
            for (String place : Payloads.of("in " + context)) all.add(Arguments.of(context, place));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("attacks")
    void isInert(String context, String source) {
        CompiledTemplate<State> template = Templates.compile(State.class, source);
        String meant = shape(parse(Templates.render(template, state("x"))));
        boolean spread = source.contains("{...");
        for (String payload : Payloads.of(context)) {
            String html = Templates.render(template, state(payload));
            Document page = parse(html);
            checkInert(page, html, payload);
            String shape = shape(page);
            assertTrue(
                    isPartOf(shape, meant, spread),
                    () -> payload + " changes " + meant + " to " + shape + "\n" + html);
        }
    }

    private static State state(String payload) {
        return new State(
                payload,
                Map.of(
                        "title", payload, "href", payload, "src", payload, "color", payload,
                        payload, "x"),
                List.of(payload, "y" + payload));
    }

    /** Tags with the names of their attributes, in document order. */
    private static String shape(Document page) {
        StringBuilder shape = new StringBuilder();
        for (Element element : page.getAllElements()) {
            shape.append('\n').append(element.tagName());
            element.attributes().asList().stream()
                    .map(Attribute::getKey)
                    .filter(name -> !name.equals("data-live-style"))
                    .sorted()
                    .forEach(name -> shape.append(' ').append(name));
        }
        return shape.toString().replaceAll("^(\\n(#root|html|head|body|style))+", "");
    }

    /**
     * Whether it has the same elements, each with the same attributes or some of them; the names of
     * a spread are looked at one by one.
     */
    private static boolean isPartOf(String shape, String meant, boolean spread) {
        String[] lines = shape.split("\n");
        String[] all = meant.split("\n");
        if (lines.length != all.length) return false;
        for (int i = 0; i < lines.length; i++) {
            List<String> words = List.of(lines[i].split(" "));
            List<String> expected = List.of(all[i].split(" "));
            if (!words.getFirst().equals(expected.getFirst())) return false;
            if (!spread && !expected.containsAll(words)) return false;
        }
        return true;
    }

    private static Document parse(String html) {
        return Jsoup.parse("<!doctype html><html><head></head><body>" + html + "</body></html>");
    }

    private static void checkInert(Document page, String html, String payload) {
        assertTrue(
                page.select("script,base,[srcdoc],[style]").isEmpty(),
                () -> payload + " in " + html);
        for (Element element : page.getAllElements()) {
            if (element.tagName().equals("style")) checkSheet(element.data(), payload);
            for (Attribute attribute : element.attributes()) {
                assertFalse(
                        attribute.getKey().toLowerCase(Locale.ROOT).startsWith("on"),
                        () -> payload + " in " + html);
                if (ADDRESSES.contains(attribute.getKey())) checkAddresses(attribute, payload);
                boolean refresh =
                        attribute.getKey().equals("content") && element.hasAttr("http-equiv");
                if (refresh)
                    checkAddress(
                            attribute
                                    .getValue()
                                    .replaceFirst("(?is)^[\\s\\d.;,]*(url\\s*=\\s*)?[\"']?", ""),
                            payload);
            }
        }
    }

    private static void checkAddresses(Attribute attribute, String payload) {
        boolean several = attribute.getKey().equals("srcset") || attribute.getKey().equals("ping");
        for (String address :
                several
                        ? attribute.getValue().split("[\\s,]+")
                        : new String[] {attribute.getValue()}) checkAddress(address, payload);
    }

    private static void checkAddress(String address, String payload) {
        String read =
                address.replaceAll("^[\\x00-\\x20]+", "")
                        .replaceAll("[\\t\\r\\n]", "")
                        .toLowerCase(Locale.ROOT);
        if (!read.matches("(?s)[a-z][a-z0-9+.-]*:.*")) return;
        String scheme = read.substring(0, read.indexOf(':'));
        boolean image = read.matches("(?s)data:(image/(png|jpeg|gif|webp|avif)|audio/|video/).*");
        assertTrue(SCHEMES.contains(scheme) || image, () -> payload + " gives " + address);
    }

    private static void checkSheet(String sheet, String payload) {
        assertFalse(
                sheet.contains("</") || sheet.contains("\\"), () -> payload + " gives " + sheet);
        Matcher quoted =
                Pattern.compile("(?i)url\\((\"[^\"]*\"|'[^']*'|[^)]*)\\)|\"[^\"\\n]*\"|'[^'\\n]*'")
                        .matcher(sheet);
        while (quoted.find())
            if (quoted.group(1) != null)
                checkAddress(quoted.group(1).replaceAll("^[\"']|[\"']$", ""), payload);
        String plain = quoted.replaceAll("");
        assertFalse(plain.contains("\"") || plain.contains("'"), () -> payload + " gives " + sheet);
        assertTrue(
                plain.matches("(?s)(\\[data-live-style=]\\{[^{}]*}\\s*)*"),
                () -> payload + " gives " + sheet);
        for (String declaration : plain.replaceAll("\\[data-live-style=]|[{}]", ";").split(";")) {
            if (declaration.isBlank()) continue;
            String[] parts = declaration.toLowerCase(Locale.ROOT).split(":", -1);
            assertEquals(2, parts.length, () -> payload + " gives " + sheet);
            assertFalse(
                    Set.of("behavior", "-moz-binding").contains(parts[0].strip()),
                    () -> payload + " gives " + sheet);
            for (String dead :
                    List.of(
                            "expression(",
                            "@",
                            "/*",
                            "<",
                            "url",
                            "image-set",
                            "element(",
                            "src(",
                            "attr(")) {
                assertFalse(parts[1].contains(dead), () -> payload + " gives " + sheet);
            }
        }
    }

    @Test
    void textReadsBackAsItWas() {
        CompiledTemplate<State> template =
                Templates.compile(
                        State.class,
                        "<p title={x}>{x}</p><textarea>{x}</textarea><input value='{x}'>");
        for (String payload : Payloads.of("markup")) {
            Document page = parse(Templates.render(template, state(payload)));
            String expected = TrustedParser.normalise(payload);
            assertEquals(expected, page.expectFirst("p").wholeText(), payload);
            assertEquals(expected, page.expectFirst("p").attr("title"), payload);
            assertEquals(expected, page.expectFirst("textarea").wholeText(), payload);
            assertEquals(expected, page.expectFirst("input").attr("value"), payload);
        }
    }

    @Test
    void namesOfASpreadAreAttributesOrNothing() {
        CompiledTemplate<State> template = Templates.compile(State.class, "<p id=a {...map}>b</p>");
        for (String name : Payloads.of("name")) {
            String html =
                    Templates.render(
                            template,
                            new State("", Map.of(name, "pwned()", "title", "t"), List.of()));
            assertEquals("<p id=\"a\" title=\"t\">b</p>", html, name);
        }
    }

    @Test
    void trustedMarkupCannotLeaveItsPlaceAndSanitizedMarkupDoesNothing() {
        record Page(dev.livelet.Html html) {}
        CompiledTemplate<Page> template =
                Templates.compile(Page.class, "<div id=a>{html}</div><p id=b></p>");
        for (String payload : Payloads.of("markup")) {
            for (dev.livelet.Html html :
                    List.of(
                            dev.livelet.Html.trusted(payload),
                            dev.livelet.Html.sanitized(
                                    payload, org.jsoup.safety.Safelist.relaxed()))) {
                Document page = parse(Templates.render(template, new Page(html)));
                assertFalse(page.select("body > #b").isEmpty(), payload);
                assertTrue(page.select("script,style,base,[srcdoc],[style]").isEmpty(), payload);
                assertTrue(page.select("[^on]").isEmpty(), payload);
            }
        }
    }

    @Test
    void thereAreMoreThanAHundredAndFiftyAttacks() {
        Set<String> distinct = new TreeSet<>();
        Payloads.all()
                .forEach(
                        (context, payloads) ->
                                payloads.forEach(
                                        payload -> {
                                            boolean place = context.startsWith("in ");
                                            if (!place) distinct.add(context + payload);
                                        }));
        assertTrue(distinct.size() >= 200, () -> distinct.size() + " payloads");
    }
}
