package dev.livelet.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What HTML's names mean to the compiler. The tables are those of the WHATWG parsing section
 * (13.2.6.5 for the case of foreign names).
 */
final class Names {
    /** Elements without content. */
    static final Set<String> VOID =
            Set.of(
                    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                    "source", "track", "wbr");

    /** Elements after whose start tag parsers drop one newline. */
    static final Set<String> EATS_NEWLINE = Set.of("pre", "textarea", "listing");

    /** How the start tag of a form that the framework gave its method ends. */
    static final String POST_FORM = " method=\"post\">";

    /** Elements that are properties of their form by name and id; custom elements may be too. */
    private static final Set<String> FORM_CONTROLS =
            Set.of("button", "fieldset", "img", "input", "object", "output", "select", "textarea");

    /** What the browser's side asks of any element, and so of a form. */
    private static final Set<String> READ_IN_BROWSER =
            Set.of(
                    "append",
                    "childNodes",
                    "contains",
                    "elements",
                    "firstChild",
                    "getAttribute",
                    "getBoundingClientRect",
                    "hasAttribute",
                    "insertBefore",
                    "isConnected",
                    "localName",
                    "moveBefore",
                    "namespaceURI",
                    "nextSibling",
                    "nodeType",
                    "parentNode",
                    "remove",
                    "removeAttribute",
                    "scrollTop",
                    "setAttribute",
                    "style",
                    "textContent",
                    "toggleAttribute");

    private static final Map<String, String> SVG_TAGS =
            byLowerCase(
                    "altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform"
                            + " clipPath feBlend feColorMatrix feComponentTransfer feComposite"
                            + " feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight"
                            + " feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur"
                            + " feImage feMerge feMergeNode feMorphology feOffset fePointLight"
                            + " feSpecularLighting feSpotLight feTile feTurbulence foreignObject"
                            + " glyphRef linearGradient radialGradient textPath");
    private static final Map<String, String> SVG_ATTRIBUTES =
            byLowerCase(
                    "attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits"
                        + " diffuseConstant edgeMode filterUnits glyphRef gradientTransform"
                        + " gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines"
                        + " keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits"
                        + " markerWidth maskContentUnits maskUnits numOctaves pathLength"
                        + " patternContentUnits patternTransform patternUnits pointsAtX pointsAtY"
                        + " pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits refX refY"
                        + " repeatCount repeatDur requiredExtensions requiredFeatures"
                        + " specularConstant specularExponent spreadMethod startOffset stdDeviation"
                        + " stitchTiles surfaceScale systemLanguage tableValues targetX targetY"
                        + " textLength viewBox viewTarget xChannelSelector yChannelSelector"
                        + " zoomAndPan");

    /** Elements that stand in an svg only: a template that begins with one is a part of an svg. */
    private static final Set<String> SVG_PARTS =
            Set.of(
                    "path",
                    "circle",
                    "ellipse",
                    "g",
                    "line",
                    "polygon",
                    "polyline",
                    "rect",
                    "tspan",
                    "defs",
                    "use",
                    "symbol",
                    "marker",
                    "pattern",
                    "mask",
                    "stop",
                    "filter");

    static boolean isSvgPart(String tag) {
        return SVG_PARTS.contains(tag) || SVG_TAGS.containsKey(lower(tag));
    }

    /** A namespace of elements. */
    enum Space {
        HTML("http://www.w3.org/1999/xhtml"),
        SVG("http://www.w3.org/2000/svg"),
        MATH("http://www.w3.org/1998/Math/MathML");

        final String uri;

        Space(String uri) {
            this.uri = uri;
        }
    }

    private Names() {}

    /**
     * Whether this name or id of an element would hide a property of its form that the browser's
     * side reads (WHATWG 4.10.3, the form's named properties).
     */
    static boolean hidesPropertyOfForm(String tag, String name) {
        return (FORM_CONTROLS.contains(tag) || tag.indexOf('-') >= 0)
                && READ_IN_BROWSER.contains(name);
    }

    /**
     * The namespace of an element with this tag among the children of an element in {@code around}.
     */
    static Space space(String tag, Space around) {
        if (around != Space.HTML) return around;
        return switch (tag) {
            case "svg" -> Space.SVG;
            case "math" -> Space.MATH;
            default -> Space.HTML;
        };
    }

    /** The namespace around the children of an element. */
    static Space within(String tag, Space own) {
        return tag.equals("foreignObject") && own == Space.SVG ? Space.HTML : own;
    }

    /** The tag as HTML parsers write it. */
    static String tag(String written, Space space) {
        String lower = lower(written);
        return space == Space.SVG ? SVG_TAGS.getOrDefault(lower, lower) : lower;
    }

    /** The attribute's name as HTML parsers write it. */
    static String attribute(String written, Space space) {
        String lower = lower(written);
        return switch (space) {
            case HTML -> lower;
            case SVG -> SVG_ATTRIBUTES.getOrDefault(lower, lower);
            case MATH -> lower.equals("definitionurl") ? "definitionURL" : lower;
        };
    }

    /** Whether createElement and setAttribute take this name, and a tokenizer gives it back. */
    static boolean plausible(String name) {
        if (name.isEmpty()) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean more = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
            if (!letter && !(more && i > 0)) return false;
        }
        return true;
    }

    /** ASCII lower case: what HTML does with names, whatever the machine's locale. */
    static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> byLowerCase(String names) {
        Map<String, String> map = new HashMap<>();
        for (String name : names.split(" ")) map.put(lower(name), name);
        return Map.copyOf(map);
    }
}
