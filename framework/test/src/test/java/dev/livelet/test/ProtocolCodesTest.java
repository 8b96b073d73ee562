package dev.livelet.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.protocol.Frames;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The protocol's codes stand twice: once for the server, once for the browser. */
class ProtocolCodesTest {
    private static final Pattern CONSTANT =
            Pattern.compile("(?m)^export const ([A-Z_]+) = (-?\\d+);");

    @Test
    void theBrowsersCodesAreTheServers() throws IOException, IllegalAccessException {
        Map<String, Integer> server = new TreeMap<>();
        for (Field field : Frames.class.getFields())
            if (field.getType() == int.class) server.put(field.getName(), field.getInt(null));

        Map<String, Integer> browser = new TreeMap<>();
        Matcher constant =
                CONSTANT.matcher(
                        Files.readString(Path.of("../../js-runtime/src/main/js/protocol.js")));
        while (constant.find()) browser.put(constant.group(1), Integer.valueOf(constant.group(2)));

        assertEquals(server, browser);
    }
}
