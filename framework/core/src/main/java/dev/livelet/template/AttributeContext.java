package dev.livelet.template;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a value means in an attribute, by the names of attribute and element. The yardsticks are
 * Go's html/template and the OWASP cheat sheet on cross-site scripting.
 */
sealed interface AttributeContext {

    /** Text without a further meaning. */
    record Plain() implements AttributeContext {}

    /**
     * An attribute that spells its booleans: {@code aria-*}, {@code data-*}, {@code draggable}, …
     */
    record Spelled() implements AttributeContext {}

    /** One address. */
    record Url(UrlFilter filter) implements AttributeContext {}

    /** Addresses with descriptors. */
    record UrlSet() implements AttributeContext {}

    /** Addresses with white space between. */
    record UrlList() implements AttributeContext {}

    /** Seconds, and perhaps an address. */
    record Refresh() implements AttributeContext {}

    record ClassNames() implements AttributeContext {}

    record Style() implements AttributeContext {}

    /** One CSS value: SVG's presentation attributes. */
    record CssValue() implements AttributeContext {}

    /**
     * @param constant whether a constant value is refused too
     */
    record Refused(String reason, boolean constant) implements AttributeContext {}

    Set<String> ENUMERATED =
            Set.of(
                    "draggable",
                    "spellcheck",
                    "contenteditable",
                    "translate",
                    "autocapitalize",
                    "writingsuggestions");
    Set<String> CSS_VALUES =
            Set.of(
                    "fill",
                    "stroke",
                    "filter",
                    "clip-path",
                    "mask",
                    "marker",
                    "marker-start",
                    "marker-mid",
                    "marker-end",
                    "cursor");
    Set<String> ANIMATIONS =
            Set.of("set", "animate", "animateTransform", "animateMotion", "animateColor");

    /**
     * @param tag as parsers write it, "" when it is not known
     * @param name as parsers write it
     */
    static AttributeContext of(String tag, Names.Space space, String name) {
        AttributeContext refused = refused(tag, name);
        if (refused != null) return refused;
        if (name.startsWith("aria-") || name.startsWith("data-") || ENUMERATED.contains(name))
            return new Spelled();
        return switch (name) {
            case "class" -> new ClassNames();
            case "style" -> new Style();
            case "srcset", "imagesrcset" -> new UrlSet();
            case "ping", "archive" -> new UrlList();
            case "href" ->
                    new Url(
                            tag.equals("a") || tag.equals("area")
                                    ? UrlFilter.LINK
                                    : tag.equals("image") ? UrlFilter.MEDIA : UrlFilter.RESOURCE);
            case "src" -> new Url(isMedia(tag) ? UrlFilter.MEDIA : UrlFilter.RESOURCE);
            case "poster", "background", "lowsrc", "dynsrc" -> new Url(UrlFilter.MEDIA);
            case "action",
                    "formaction",
                    "cite",
                    "data",
                    "manifest",
                    "codebase",
                    "classid",
                    "longdesc",
                    "usemap",
                    "profile",
                    "itemid",
                    "itemtype" ->
                    new Url(UrlFilter.RESOURCE);
            default ->
                    space == Names.Space.SVG && CSS_VALUES.contains(name)
                            ? new CssValue()
                            : new Plain();
        };
    }

    private static boolean isMedia(String tag) {
        return switch (tag) {
            case "img", "input", "audio", "video", "source", "track" -> true;
            default -> false;
        };
    }

    private static @Nullable Refused refused(String tag, String name) {
        if (name.startsWith("on")) {
            return new Refused(
                    "it would hold a script, which the page's Content-Security-Policy does not let"
                            + " run; write on:"
                            + name.substring(2)
                            + "={handler}",
                    true);
        }
        if (name.startsWith("data-live"))
            return new Refused("names that begin with data-live belong to the framework", true);
        if (name.startsWith("xlink:"))
            return new Refused("write " + name.substring(6) + " without the prefix", true);
        if (ANIMATIONS.contains(tag)
                && Set.of("attributeName", "to", "from", "by", "values").contains(name)) {
            return new Refused(
                    "an animation could write an address or a script with it; write it out, or use"
                            + " a class",
                    false);
        }
        return switch (name) {
            case "srcdoc" ->
                    new Refused("it would be a whole document as text; give src an address", true);
            case "http-equiv" ->
                    new Refused("it decides what the other attributes do; write it out", false);
            case "nonce", "integrity" ->
                    new Refused("it says which scripts are trusted; write it out", false);
            case "is" ->
                    new Refused(
                            "browsers read it only when the element is made; write it out", false);
            default -> null;
        };
    }
}
