package dev.livelet.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets addresses through by their scheme. What browsers ignore while they parse an address (tabs,
 * newlines, leading and trailing control characters; WHATWG URL, "basic URL parser", steps 1 to 3)
 * is taken out first, so that what is checked is what is used.
 */
enum UrlFilter {
    /** Where a user goes by a click. */
    LINK(Set.of("http", "https", "mailto", "tel", "sms"), false),
    /** What is loaded, or where a form is sent. */
    RESOURCE(Set.of("http", "https"), false),
    /** What is shown: images, sound and films. */
    MEDIA(Set.of("http", "https", "blob"), true);

    /** Goes nowhere, and says who put it there. */
    static final String REFUSED = "about:invalid#livelet";

    private static final Pattern DATA_MEDIA =
            Pattern.compile(
                    "data:(image/(png|gif|jpeg|webp|avif|bmp|x-icon)|(audio|video)/[a-z0-9.+-]+)(;[a-z0-9=-]+)*,.*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern REFRESH =
            Pattern.compile(
                    "\\s*\\d*\\.?\\d*\\s*[;,]?\\s*(?:url\\s*=\\s*)?(.*)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DESCRIPTOR = Pattern.compile("|[0-9.]+[wxh](\\s+[0-9.]+[wxh])?");
    private static final Pattern PLAIN_REFRESH = Pattern.compile("\\s*\\d+\\s*");

    private final Set<String> schemes;
    private final boolean data;

    UrlFilter(Set<String> schemes, boolean data) {
        this.schemes = schemes;
        this.data = data;
    }

    /** The address as browsers read it, or {@link #REFUSED}. */
    String filter(String address) {
        String url = asRead(address);
        return allows(url) ? url : REFUSED;
    }

    boolean allows(String address) {
        String url = asRead(address);
        int colon = url.indexOf(':');
        if (colon < 0) return true;
        for (int i = 0; i < colon; i++) if ("/?#".indexOf(url.charAt(i)) >= 0) return true;
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        return schemes.contains(scheme) || (data && DATA_MEDIA.matcher(url).matches());
    }

    /** A candidate of a {@code srcset}. */
    private record Candidate(String address, String descriptor) {}

    /** A list of candidates as in {@code srcset}: those that are not allowed are left out. */
    String filterSet(String candidates) {
        return candidates(candidates).stream()
                .filter(this::allows)
                .map(kept -> (kept.address + " " + kept.descriptor).strip())
                .collect(Collectors.joining(", "));
    }

    boolean allowsSet(String candidates) {
        return candidates(candidates).stream().allMatch(this::allows);
    }

    private boolean allows(Candidate candidate) {
        return allows(candidate.address) && DESCRIPTOR.matcher(candidate.descriptor).matches();
    }

    /** As WHATWG HTML, 4.8.4.3.10: an address ends at white space, so it may hold commas. */
    private static List<Candidate> candidates(String text) {
        List<Candidate> found = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == ',')) at++;
            if (at == text.length()) return found;
            int start = at;
            while (at < text.length() && text.charAt(at) > ' ') at++;
            String address = text.substring(start, at);
            if (address.endsWith(",")) {
                found.add(new Candidate(address.replaceAll(",+$", ""), ""));
            } else {
                int end = text.indexOf(',', at) < 0 ? text.length() : text.indexOf(',', at);
                found.add(new Candidate(address, text.substring(at, end).strip()));
                at = end;
            }
        }
    }

    /** Addresses with white space between, as in {@code ping}. */
    String filterAll(String addresses) {
        List<String> kept = new ArrayList<>();
        for (String address : addresses.strip().split("\\s+"))
            if (!address.isEmpty() && allows(address)) kept.add(asRead(address));
        return String.join(" ", kept);
    }

    boolean allowsAll(String addresses) {
        return Stream.of(addresses.strip().split("\\s+")).allMatch(this::allows);
    }

    /** The content of {@code <meta http-equiv=refresh>}: seconds and an address. */
    static String filterRefresh(String content) {
        if (PLAIN_REFRESH.matcher(content).matches()) return content;
        Matcher refresh = REFRESH.matcher(content);
        if (!refresh.matches()) return "";
        String address = refresh.group(1).strip();
        if (address.startsWith("\"") || address.startsWith("'")) address = address.substring(1);
        return RESOURCE.allows(address) ? content : "";
    }

    private static String asRead(String address) {
        int from = 0;
        int to = address.length();
        while (from < to && address.charAt(from) <= ' ') from++;
        while (to > from && address.charAt(to - 1) <= ' ') to--;
        StringBuilder kept = null;
        for (int i = from; i < to; i++) {
            char c = address.charAt(i);
            boolean dropped = c == '\t' || c == '\n' || c == '\r';
            if (dropped && kept == null) kept = new StringBuilder().append(address, from, i);
            else if (!dropped && kept != null) kept.append(c);
        }
        return kept == null ? address.substring(from, to) : kept.toString();
    }

    /**
     * A value as one component of a query or a fragment: what has a meaning in addresses is
     * encoded.
     */
    static String encodeComponent(String value) {
        return encode(value, "-_.!~*");
    }

    /**
     * A value within a path: what would end the path, or the attribute's address, is encoded;
     * slashes are kept.
     */
    static String encodePath(String value) {
        return encode(value, "-_.!~*/@:$&+,;=%");
    }

    /** A whole address: only what could end the quotes or brackets around it is encoded. */
    static String encodeUrl(String address) {
        return encode(asRead(address), "-_.!~*/@:$&+,;=%?#[]|");
    }

    private static String encode(String value, String kept) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            i += Character.charCount(c);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || kept.indexOf(c) >= 0;
            if (plain) {
                out.append((char) c);
                continue;
            }
            for (byte b : Character.toString(c).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                out.append('%')
                        .append(Character.forDigit((b >> 4) & 15, 16))
                        .append(Character.forDigit(b & 15, 16));
            }
        }
        return out.toString();
    }
}
