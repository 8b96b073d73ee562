package dev.livelet.test.browser;

import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;

import java.util.Locale;

/**
 * Which namespace a new element is in: that of the nearest {@code svg} or {@code math}; {@code
 * foreignObject} leads back to HTML.
 */
final class Namespaces {
    private Namespaces() {}

    enum Space {
        HTML(Parser.NamespaceHtml),
        SVG(Parser.NamespaceSvg),
        MATHML(Parser.NamespaceMathml);

        private final String uri;

        Space(String uri) {
            this.uri = uri;
        }
    }

    static Element element(String name, Space around) {
        Space space = name.equals("svg") ? Space.SVG : name.equals("math") ? Space.MATHML : around;
        return new Element(Tag.valueOf(name, space.uri, ParseSettings.preserveCase), "");
    }

    static Space inside(Element element) {
        if (element.tagName().toLowerCase(Locale.ROOT).equals("foreignobject")) return Space.HTML;
        String uri = element.tag().namespace();
        if (uri.equals(Parser.NamespaceSvg)) return Space.SVG;
        return uri.equals(Parser.NamespaceMathml) ? Space.MATHML : Space.HTML;
    }
}
