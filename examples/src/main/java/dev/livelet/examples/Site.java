package dev.livelet.examples;

import dev.livelet.server.Layout;

/** The document around every page: the head, and the way to the other pages. */
final class Site implements Layout {
    private record Place(String path, String name) {
        /** Whether a page belongs to this place: all rooms belong to the chat. */
        boolean holds(String page) {
            return page.equals(path) || path.startsWith("/chat/") && page.startsWith("/chat/");
        }
    }

    private static final Place[] PLACES = {
        new Place("/counter", "Counter"),
        new Place("/table", "Table"),
        new Place("/form", "Form"),
        new Place("/chat/lobby", "Chat")
    };
    private static final Place CLUSTER = new Place("/cluster", "Cluster");

    private final String stylesheet;
    private final String icon;
    private final boolean clustered;

    /**
     * @param stylesheet its address; so is the icon's
     * @param clustered whether there are nodes to see
     */
    Site(String stylesheet, String icon, boolean clustered) {
        this.stylesheet = stylesheet;
        this.icon = icon;
        this.clustered = clustered;
    }

    @Override
    public String document(Document page) {
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        %s
        <link rel="icon" href="%s" type="image/svg+xml">
        <link rel="stylesheet" href="%s">
        </head>
        <body>
        <a class="skip" href="#main">To the content</a>
        <header class="site">
        <a class="brand" href="/"%s>Livelet</a>
        <nav aria-label="Examples">%s</nav>
        </header>
        <main id="main">%s</main>
        </body>
        </html>
        """
                .formatted(
                        page.title(),
                        page.head(),
                        icon,
                        stylesheet,
                        current(page.path().equals("/")),
                        links(page.path()),
                        page.root());
    }

    private String links(String page) {
        StringBuilder links = new StringBuilder();
        for (Place place : PLACES) link(links, place, page);
        if (clustered) link(links, CLUSTER, page);
        return links.toString();
    }

    private static void link(StringBuilder links, Place place, String page) {
        links.append("<a href=\"")
                .append(place.path)
                .append('"')
                .append(current(place.holds(page)))
                .append('>')
                .append(place.name)
                .append("</a>");
    }

    private static String current(boolean here) {
        return here ? " aria-current=\"page\"" : "";
    }
}
