package dev.livelet.test.browser;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.time.Duration;

/** The modifiers of an event binding, by the letters of the protocol. */
public record Modifiers(JsonNode json) {
    static final Modifiers NONE = new Modifiers(MissingNode.getInstance());

    public boolean prevent() {
        return json.has("p");
    }

    public boolean stop() {
        return json.has("s");
    }

    public boolean once() {
        return json.has("o");
    }

    public boolean onWindow() {
        return json.has("w");
    }

    public boolean self() {
        return json.has("c");
    }

    public boolean pointer() {
        return json.has("x");
    }

    public boolean away() {
        return json.path("a").asString("").equals("away");
    }

    public Duration debounce() {
        return Duration.ofMillis(json.path("d").asLong(0));
    }

    public Duration throttle() {
        return Duration.ofMillis(json.path("t").asLong(0));
    }

    /** The key's name in lower case, "" for any. */
    public String key() {
        return json.path("k").asString("");
    }

    /** Letters out of {@code csam} for the modifier keys that must be held. */
    public String held() {
        return json.path("m").asString("").replace(".*", "");
    }
}
