package dev.livelet.cluster.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What all nodes have written down, in the order of time. */
final class Journals {
    /** One line of a {@link Journal}. */
    record Note(String process, long nanos, String kind, List<String> words) {
        private static Note of(Path file, String text) {
            List<String> words = List.of(text.split(" "));
            return new Note(
                    file.getFileName().toString(),
                    Long.parseLong(words.get(0)),
                    words.get(1),
                    words.subList(2, words.size()));
        }
    }

    private final List<Note> notes = new ArrayList<>();

    Journals(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            // The process may have died in the middle of its last line.
            for (Path file : files.toList())
                Files.readString(file)
                        .lines()
                        .filter(line -> line.split(" ").length > 2)
                        .map(line -> Note.of(file, line))
                        .forEach(notes::add);
        }
        notes.sort(Comparator.comparingLong(Note::nanos));
    }

    List<Note> of(String kind) {
        return notes.stream().filter(note -> note.kind.equals(kind)).toList();
    }

    /** Who came and went, as it was told. */
    List<Note> presence() {
        return notes.stream()
                .filter(note -> note.kind.equals("joined") || note.kind.equals("left"))
                .toList();
    }

    /** When each line of a page left its node first. */
    Map<String, Long> left() {
        Map<String, Long> left = new HashMap<>();
        for (Note note : of("line"))
            left.putIfAbsent(note.words.get(0) + " " + note.words.get(2), note.nanos);
        return left;
    }

    /**
     * What an older attempt did after a newer one had begun to, and what is not on the page's line
     * in the end, is harm; but for nodes that were cut off, whom nobody could tell.
     *
     * @param surviving each page's lines
     */
    void compareAttempts(Map<String, Set<String>> surviving, Weather weather, Verdict verdict) {
        Map<String, Integer> newest = new HashMap<>();
        for (Note note : of("line")) {
            String page = note.words.get(0);
            int attempt = Integer.parseInt(note.words.get(1));
            String line = note.words.get(2);
            verdict.fact("lines that left a node");
            int before = newest.merge(page, attempt, Math::max);
            if (attempt >= before || surviving.getOrDefault(page, Set.of()).contains(line))
                continue;
            if (weather.wasRough(note.nanos)) verdict.fact("old lines that left a node cut off");
            else
                verdict.violation(
                        page + ": " + line + " of attempt " + attempt + " left after " + before);
        }
    }

    /** No process hears a message twice. */
    void compareNews(Verdict verdict) {
        Set<List<String>> heard = new HashSet<>();
        for (Note note : of("news")) {
            verdict.fact("news heard by nodes");
            List<String> once = new ArrayList<>(note.words);
            once.add(note.process);
            if (!heard.add(once)) verdict.violation(note + " came twice");
        }
    }
}
