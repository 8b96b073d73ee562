package dev.livelet.test.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Java model of the client does what the golden files say; the JavaScript runs the same files.
 */
class GoldenFilesTest {
    private static final Path FILES = Path.of("../../docs/golden");

    @TestFactory
    List<DynamicTest> everyGoldenFileHolds() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)))
                    .toList();
        }
    }

    private static void run(Path file) throws IOException {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(file));
        Definitions definitions = new Definitions();
        definitions.add(golden.get("definitions"));
        PageModel page =
                new PageModel(
                        definitions,
                        golden.get("template").asInt(),
                        golden.get("html").asString(),
                        Map.of());
        for (int i = 0; i < golden.get("frames").size(); i++) {
            JsonNode frame = golden.get("frames").get(i);
            switch (frame.get(0).asInt()) {
                case -9 -> definitions.add(frame.get(1));
                case -2 -> page.patch(frame, 3);
                case -3 -> page.render(frame, 3);
                default -> {
                    if (frame.get(0).asInt() >= 0) page.patch(frame, 1);
                }
            }
            String expected =
                    String.join("\n", Canonical.of(golden.get("after").get(i).asString()));
            assertEquals(
                    expected,
                    String.join("\n", Canonical.of(page.root())),
                    "after frame " + i + ": " + frame);
        }
    }
}
