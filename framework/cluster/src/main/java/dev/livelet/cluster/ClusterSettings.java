package dev.livelet.cluster;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cluster's settings, from system properties, environment and code. Mistakes are collected, and
 * told together by {@link #check}. Not thread-safe.
 */
final class ClusterSettings {
    private static final String PREFIX = "livelet.cluster.";
    private static final String VARIABLE = "LIVELET_CLUSTER_";
    static final Set<String> NAMES =
            new TreeSet<>(
                    Set.of(
                            "name",
                            "node",
                            "bind",
                            "port",
                            "discovery",
                            "discovery-timeout",
                            "tls-keystore",
                            "tls-truststore",
                            "tls-password",
                            "join-timeout",
                            "copies",
                            "alone",
                            "orphan-time"));

    private record Value(String text, String source) {}

    private final Map<String, String> properties;
    private final Map<String, String> variables;
    private final Map<String, String> code = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Value> asked = new TreeMap<>();

    ClusterSettings(Map<String, String> properties, Map<String, String> variables) {
        this.properties = properties;
        this.variables = variables;
        for (String name : new TreeSet<>(properties.keySet()))
            if (name.startsWith(PREFIX)) known(name.substring(PREFIX.length()), name);
        for (String name : new TreeSet<>(variables.keySet()))
            if (name.startsWith(VARIABLE))
                known(
                        name.substring(VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        name);
    }

    private void known(String name, String written) {
        if (!NAMES.contains(name))
            wrong.add(written + " is no setting of the cluster; they are " + NAMES);
    }

    static Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames())
            all.put(name, System.getProperty(name, ""));
        return all;
    }

    void code(String name, String value) {
        code.put(name, value);
    }

    /** What is empty is not given: scripts pass on variables that nobody has set. */
    private Value value(String name, String fallback) {
        Value found = find(name, fallback);
        asked.put(name, found);
        return found;
    }

    private Value find(String name, String fallback) {
        String property = properties.get(PREFIX + name);
        if (property != null && !property.isBlank()) return new Value(property, "system property");
        String variable = variables.get(variable(name));
        if (variable != null && !variable.isBlank()) return new Value(variable, "environment");
        String told = code.get(name);
        return told != null ? new Value(told, "code") : new Value(fallback, "default");
    }

    private static String variable(String name) {
        return VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    String text(String name, String fallback) {
        return value(name, fallback).text;
    }

    int port(String name, int fallback) {
        String text = text(name, Integer.toString(fallback));
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535)
            return Integer.parseInt(text);
        wrong(name, text, "a port, 0 to 65535");
        return fallback;
    }

    int number(String name, int least, int fallback) {
        String text = text(name, Integer.toString(fallback));
        if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= least)
            return Integer.parseInt(text);
        wrong(name, text, "a number, " + least + " or more");
        return fallback;
    }

    <E extends Enum<E>> E choice(String name, E fallback) {
        String text = text(name, fallback.name().toLowerCase(Locale.ROOT));
        for (E each : fallback.getDeclaringClass().getEnumConstants())
            if (each.name().equalsIgnoreCase(text)) return each;
        wrong(
                name,
                text,
                "one of "
                        + Arrays.toString(fallback.getDeclaringClass().getEnumConstants())
                                .toLowerCase(Locale.ROOT));
        return fallback;
    }

    Duration duration(String name, Duration fallback) {
        String text = text(name, fallback.toMillis() + "ms");
        if (text.matches("\\d{1,9}(ms|s|m)")) {
            long amount = Long.parseLong(text.replaceAll("\\D", ""));
            if (text.endsWith("ms")) return Duration.ofMillis(amount);
            return text.endsWith("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
        }
        wrong(name, text, "a time, as 15s (units ms, s, m)");
        return fallback;
    }

    void wrong(String name, String text, String expected) {
        String source = find(name, text).source;
        wrong.add(PREFIX + name + " = " + text + " (" + source + ") is not " + expected);
    }

    void wrong(String message) {
        wrong.add(message);
    }

    void missing(String name, String why) {
        wrong.add(PREFIX + name + " (or " + variable(name) + ") is not set: " + why);
    }

    void check() {
        if (!wrong.isEmpty())
            throw new LiveletException(
                    "The cluster's settings are wrong:\n  " + String.join("\n  ", wrong));
    }

    /** A setting that no text was given for, and what it is. */
    void given(String name, String what, String source) {
        asked.put(name, new Value(what, source));
    }

    /** What was asked for, each with its source, without what is secret; for the log. */
    String describe() {
        StringBuilder all = new StringBuilder("The cluster's settings:");
        asked.forEach(
                (name, value) ->
                        all.append("\n  ")
                                .append(PREFIX)
                                .append(name)
                                .append(" = ")
                                .append(
                                        name.equals("tls-password") && !value.text.isEmpty()
                                                ? "(secret)"
                                                : value.text)
                                .append("  [")
                                .append(value.source)
                                .append(']'));
        return all.toString();
    }

    static String hostName() {
        String known = nameOfHost();
        return known == null ? "" : known;
    }

    private static @Nullable String nameOfHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return System.getenv("HOSTNAME");
        }
    }

    /** Addresses of this machine in networks that are not public. */
    static List<InetAddress> localAddresses() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address)
                    .filter(InetAddress::isSiteLocalAddress)
                    .toList();
        } catch (SocketException e) {
            throw new LiveletException("The addresses of this machine cannot be listed", e);
        }
    }
}
