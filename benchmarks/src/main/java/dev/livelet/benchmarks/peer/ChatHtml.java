package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.pages.Room;

/** The last fifty messages of the room that all see. */
final class ChatHtml implements HtmlPage {
    private static volatile Room.State room = new Room().create("lobby");

    /** What is said is rendered once for all. */
    static String post(long number) {
        room = new Room().post(room, number);
        return new ChatHtml().html();
    }

    @Override
    public String html() {
        StringBuilder out = new StringBuilder("<main id=\"page\"><ul>");
        for (Room.Message message : room.messages())
            out.append("<li id=\"m")
                    .append(message.number())
                    .append("\">")
                    .append(Escaped.of(message.from()))
                    .append(": ")
                    .append(Escaped.of(message.text()))
                    .append("</li>");
        return out.append("</ul></main>").toString();
    }
}
