package dev.livelet.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page needs of its HTML.
 *
 * @param cookies as the browser returns them
 * @param bundle its address
 */
record FetchedPage(String session, String token, int template, String bundle, String cookies) {
    private static final Pattern SESSION = Pattern.compile("data-live=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("data-live-token=\"([^\"]+)\"");
    private static final Pattern TEMPLATE = Pattern.compile("data-live-template=\"(\\d+)\"");
    private static final Pattern BUNDLE = Pattern.compile("src=\"(/[^\"]*/bundle-[^\"]+)\"");

    /**
     * @throws IllegalStateException when the answer is no live page
     */
    static FetchedPage of(HttpAnswer answer) {
        if (answer.status() != 200)
            throw new IllegalStateException("it was answered " + answer.status());
        String html = answer.text();
        String cookies =
                answer.headers("set-cookie").stream()
                        .map(cookie -> cookie.replaceAll(";.*", ""))
                        .collect(Collectors.joining("; "));
        return new FetchedPage(
                find(SESSION, html),
                find(TOKEN, html),
                Integer.parseInt(find(TEMPLATE, html)),
                find(BUNDLE, html),
                cookies);
    }

    private static String find(Pattern pattern, String html) {
        Matcher matcher = pattern.matcher(html);
        if (!matcher.find())
            throw new IllegalStateException(
                    "it is no live page: "
                            + pattern
                            + " is not in "
                            + html.substring(0, Math.min(500, html.length())));
        return matcher.group(1);
    }
}
