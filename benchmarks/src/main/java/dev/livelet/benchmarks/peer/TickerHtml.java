package dev.livelet.benchmarks.peer;

/** A page that handles each message by itself. */
final class TickerHtml implements HtmlPage {
    private String price = "none yet";

    @Override
    public void message(long number) {
        price = "message " + number + " of the benchmark";
    }

    @Override
    public String html() {
        return "<main id=\"page\"><h1>Price</h1><output>" + Escaped.of(price) + "</output></main>";
    }
}
