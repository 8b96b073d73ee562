package dev.livelet.examples.cluster;

import dev.livelet.load.LoadClient;
import dev.livelet.load.LoadPage;
import dev.livelet.load.PageListener;
import dev.livelet.load.PageValues;
import dev.livelet.load.Payload;
import dev.livelet.load.ServerFrame;
import dev.livelet.protocol.Frames;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One of those who chat: says numbered messages, and looks at its page after each frame. Confined
 * to the load client's thread.
 */
final class Chatter implements PageListener {
    static final Pattern MESSAGE = Pattern.compile("[A-Za-z]+\\d* says \\d+.*");

    private final String name;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /** The last message of each sender that was shown. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private List<String> shown = List.of();
    private LoadPage page;
    private int said;
    private int failed;
    private boolean away;

    /** When the page was told that what it said after a kill was done; 0 while it waits. */
    private long usable;

    private long joined;

    private Chatter(String name) {
        this.name = name;
    }

    static Chatter open(LoadClient client, URI balancer, String path, String name) {
        Chatter chatter = new Chatter(name);
        chatter.page = client.open(() -> balancer, path, chatter);
        client.execute(chatter.page::watch);
        return chatter;
    }

    /**
     * Says who it is, then the next of its messages. Where the room does not answer in time, the
     * page is told that it failed; whether it did, the database knows.
     */
    void say() {
        String message = name + " says " + ++said;
        page.send(
                page.locate("submit", "#composer"),
                Payload.form(Map.of("name", name, "message", message)),
                code -> {
                    if (code == Frames.FAILED) failed++;
                    else if (code != 0) faults.add(message + " was refused with " + code);
                });
    }

    /** From now on a loss counts; what it does now changes nothing and is answered at once. */
    void expectKill() {
        away = false;
        usable = 0;
    }

    /** As when a field is left: the event with which the page waits for its next node. */
    void touch() {
        page.send(
                page.locate("change", "#composer"),
                Payload.form(Map.of("name", name), "name"),
                code -> {
                    usable = System.nanoTime();
                    if (code != 0) faults.add(name + "'s field was refused with " + code);
                });
    }

    @Override
    public void joined(LoadPage same) {
        joined = System.nanoTime();
    }

    @Override
    public void frame(LoadPage same, ServerFrame frame) {
        PageValues values = page.values();
        if (values == null) return;
        List<String> messages = new ArrayList<>();
        values.forEach(
                text -> {
                    if (text.contains(" says ") && MESSAGE.matcher(text).matches())
                        messages.add(text);
                });
        if (!messages.equals(shown)) look(messages);
    }

    private void look(List<String> messages) {
        Set<String> before = new HashSet<>(shown);
        shown = List.copyOf(messages);
        if (new HashSet<>(messages).size() < messages.size()) faults.add("doubled: " + messages);
        Map<String, Integer> last = new HashMap<>();
        for (String message : messages) {
            int number = number(message);
            Integer earlier = last.put(sender(message), number);
            if (earlier != null && earlier >= number)
                faults.add(message + " stands after number " + earlier + " in " + messages);
            if (before.contains(message)) continue;
            if (!seen.add(message)) faults.add(message + " came, went and came again");
            int latest = numbers.merge(sender(message), number, Math::max);
            if (latest > number) faults.add(message + " came after number " + latest);
        }
    }

    static String sender(String message) {
        return message.substring(0, message.indexOf(' '));
    }

    static int number(String message) {
        return Integer.parseInt(message.replaceFirst(".* says (\\d+).*", "$1"));
    }

    @Override
    public void lost(LoadPage same, String why) {
        away = true;
    }

    @Override
    public void ended(LoadPage same, String why) {
        faults.add(page + ": " + why);
    }

    boolean isLive() {
        return page.isLive() && page.values() != null;
    }

    /** Whether it lost its socket since {@link #expectKill}. */
    boolean wasAway() {
        return away;
    }

    boolean isUsable() {
        return usable != 0 && page.isLive() && page.unanswered() == 0;
    }

    long usable() {
        return usable;
    }

    /** When it was let in last. */
    long joined() {
        return joined;
    }

    int unanswered() {
        return page.unanswered();
    }

    int said() {
        return said;
    }

    /** Messages of which the page was told that they had failed. */
    int failed() {
        return failed;
    }

    String name() {
        return name;
    }

    /** The messages that the page shows now. */
    List<String> shown() {
        return shown;
    }

    /** All that it ever showed. */
    Set<String> seen() {
        return seen;
    }

    List<String> faults() {
        return faults;
    }

    LoadPage page() {
        return page;
    }
}
