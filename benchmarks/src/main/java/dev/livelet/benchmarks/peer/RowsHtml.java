package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.pages.Table;

/** The hundred rows of {@link Table}. */
final class RowsHtml implements HtmlPage {
    private static final Table TABLE = new Table();
    private Table.State state = Table.start();

    @Override
    public void event(String name) {
        state = TABLE.change(state);
    }

    @Override
    public String html() {
        StringBuilder out =
                new StringBuilder("<main id=\"page\"><button id=\"change\">Change one</button>")
                        .append("<table><tbody>");
        for (Table.Row row : state.rows()) {
            out.append("<tr id=\"r").append(row.id()).append("\"><td>").append(row.id());
            for (String cell : new String[] {row.a(), row.b(), row.c(), row.d(), row.e()})
                out.append("</td><td>").append(Escaped.of(cell));
            out.append("</td></tr>");
        }
        return out.append("</tbody></table></main>").toString();
    }
}
