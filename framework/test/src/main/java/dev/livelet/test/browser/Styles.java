package dev.livelet.test.browser;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The style sheet of a first render: declarations by the value of {@code data-live-style}. */
public final class Styles {
    private static final Pattern RULE =
            Pattern.compile("\\[data-live-style=\"([^\"]*)\"]\\{([^}]*)}");

    private Styles() {}

    public static Map<String, String> parse(String sheet) {
        Map<String, String> rules = new HashMap<>();
        Matcher matcher = RULE.matcher(sheet);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            rules.put(matcher.group(1), matcher.group(2));
            end = matcher.end();
        }
        if (end != sheet.length())
            throw new Mismatch(
                    "Expected [data-live-style=\"K\"]{…} in the style sheet, found "
                            + sheet.substring(end));
        return rules;
    }
}
