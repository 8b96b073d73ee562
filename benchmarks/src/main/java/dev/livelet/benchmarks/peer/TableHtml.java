package dev.livelet.benchmarks.peer;

import dev.livelet.benchmarks.pages.BigTable;

import java.util.List;

/** The table of {@link BigTable}, with the same operations. */
final class TableHtml implements HtmlPage {
    private BigTable.State state = BigTable.START;

    @Override
    public void event(String name) {
        state = BigTable.after(state, name);
    }

    @Override
    public String html() {
        StringBuilder out = new StringBuilder("<main id=\"page\">");
        for (String operation : BigTable.OPERATIONS)
            out.append("<button id=\"").append(operation).append("\">x</button>");
        out.append("<table><tbody>");
        List<BigTable.Row> rows = state.rows();
        for (BigTable.Row row : rows)
            out.append("<tr id=\"r")
                    .append(row.id())
                    .append("\"><td>")
                    .append(row.id())
                    .append("</td><td>")
                    .append(Escaped.of(row.label()))
                    .append("</td></tr>");
        return out.append("</tbody></table></main>").toString();
    }
}
