package dev.livelet.benchmarks.load;

import dev.livelet.load.BareHttp;
import dev.livelet.load.BareSocket;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Vaadin Flow 25's browser as a load needs: the page, the request that starts its UI,
 * the one that shows the view, the socket for what comes unasked, clicks on the first button. As
 * there, one request is under way at a time, and what happens meanwhile goes with the next.
 * Confined to the client's thread.
 */
final class VaadinPage implements EventLoad.Sender, BareSocket.Listener {
    private static final String BROWSER =
            "&v-sh=720&v-sw=1280&v-wh=720&v-ww=1280&v-bh=720&v-bw=1280&v-curdate=1795468312099"
                    + "&v-tzo=0&v-dstd=0&v-rtzo=0&v-dston=false&v-tzid=UTC&v-wn=v-0.3&v-td=false"
                    + "&v-pr=1&v-np=Linux%20x86_64&v-cs=&v-pv=VISIBLE&v-fs=NOT_FULLSCREEN"
                    + "&v-so=landscape-primary&v-soa=0&v-tn=&v-ga=PROMPT&v-wla=SUPPORTED"
                    + "&v-ws=false";
    private static final String CLICK =
            "\"event\":\"click\",\"data\":{\"event.shiftKey\":false,\"event.metaKey\":false,"
                    + "\"event.detail\":1,\"event.ctrlKey\":false,\"event.clientX\":25,"
                    + "\"event.clientY\":60,\"event.altKey\":false,\"event.button\":0,"
                    + "\"event.screenY\":140,\"event.screenX\":25}}";

    private static final Pattern UI = Pattern.compile("\"v-uiId\":(\\d+)");
    private static final Pattern KEY = Pattern.compile("\"Vaadin-Security-Key\":\"([^\"]+)\"");
    private static final Pattern PUSH = Pattern.compile("\"Vaadin-Push-ID\":\"([^\"]+)\"");
    private static final Pattern BUTTON =
            Pattern.compile(
                    "\"node\":(\\d+),\"type\":\"put\",\"key\":\"tag\",\"feat\":0,"
                            + "\"value\":\"button\"");

    private final LoadClient client;
    private final URI server;
    private final BareHttp http;
    private final String path;
    private final Arrivals arrivals;
    private final Deque<IntConsumer> waiting = new ArrayDeque<>();
    private final List<IntConsumer> underWay = new ArrayList<>();
    private String address = "";
    private String key = "";
    private String button = "";
    private long serverNumber;
    private long clientNumber;
    private boolean shown;
    private boolean told;

    VaadinPage(LoadClient client, URI server, BareHttp http, String path, Arrivals arrivals) {
        this.client = client;
        this.server = server;
        this.http = http;
        this.path = path;
        this.arrivals = arrivals;
    }

    /** Until the browser has the view. */
    void open(boolean push, Runnable then) {
        http.get(path, html -> start(push, then));
    }

    private void start(boolean push, Runnable then) {
        http.get(
                "/?v-r=init&location=" + path.substring(1) + "&query=" + BROWSER,
                answer -> {
                    String ui = find(UI, answer);
                    address = "/?v-r=uidl&v-uiId=" + ui;
                    key = find(KEY, answer);
                    told = !push;
                    if (push) listen(ui, find(PUSH, answer));
                    show(then);
                });
    }

    private void show(Runnable then) {
        String navigate =
                "{\"type\":\"event\",\"node\":1,\"event\":\"ui-navigate\",\"data\":{\"route\":\""
                        + path
                        + "\",\"query\":\"\",\"appShellTitle\":\"\",\"historyState\":{\"idx\":0},"
                        + "\"trigger\":\"\"}}";
        http.post(
                address,
                message(navigate),
                answer -> {
                    count(answer);
                    Matcher matcher = BUTTON.matcher(answer);
                    if (matcher.find()) button = matcher.group(1);
                    shown = true;
                    then.run();
                });
    }

    private void listen(String ui, String id) {
        client.socket(
                server,
                "/VAADIN/push?v-r=push&v-uiId="
                        + ui
                        + "&v-pushId="
                        + id
                        + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=4.0.1"
                        + "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true"
                        + "&Content-Type=application/json;%20charset=UTF-8&X-atmo-protocol=true"
                        + "&X-Vaadin-LastSeenServerSyncId=0",
                http.cookies(),
                this);
    }

    /** Whether it shows its view, and can be told of changes where it is to be. */
    boolean isOpen() {
        return shown && told;
    }

    @Override
    public void send(IntConsumer answered) {
        waiting.add(answered);
        if (underWay.isEmpty()) post();
    }

    private void post() {
        StringBuilder events = new StringBuilder();
        while (!waiting.isEmpty()) {
            underWay.add(waiting.remove());
            if (!events.isEmpty()) events.append(',');
            events.append("{\"type\":\"event\",\"node\":").append(button).append(',').append(CLICK);
        }
        http.post(address, message(events.toString()), this::answered);
    }

    private void answered(String answer) {
        count(answer);
        List<IntConsumer> all = List.copyOf(underWay);
        underWay.clear();
        for (IntConsumer each : all) each.accept(0);
        if (underWay.isEmpty() && !waiting.isEmpty()) post();
    }

    private String message(String events) {
        return "{\"csrfToken\":\""
                + key
                + "\",\"rpc\":["
                + events
                + "],\"syncId\":"
                + serverNumber
                + ",\"clientId\":"
                + clientNumber
                + "}";
    }

    /** Takes over the numbers of an answer. */
    private void count(String answer) {
        if (!answer.contains("\"changes\""))
            throw new IllegalStateException("no answer of Vaadin's: " + answer);
        serverNumber = number(answer, "\"syncId\":");
        clientNumber = number(answer, "\"clientId\":");
    }

    private static long number(String answer, String name) {
        int end = answer.lastIndexOf(name) + name.length();
        int begin = end;
        while (Character.isDigit(answer.charAt(end))) end++;
        return Long.parseLong(answer, begin, end, 10);
    }

    private static String find(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) throw new IllegalStateException(pattern + " is not in " + answer);
        return matcher.group(1);
    }

    /** The first one is the push library's own. */
    @Override
    public void text(BareSocket socket, byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.contains("\"changes\"")) {
            count(text);
            arrivals.add();
        } else told = true;
    }

    @Override
    public void ended(BareSocket socket, String why) {
        // as it does with its session
    }
}
