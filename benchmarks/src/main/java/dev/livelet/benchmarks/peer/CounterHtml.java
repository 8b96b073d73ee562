package dev.livelet.benchmarks.peer;

/** A number and a button. */
final class CounterHtml implements HtmlPage {
    private int count;

    @Override
    public void event(String name) {
        count = (count + 1) % 1_000;
    }

    @Override
    public String html() {
        return "<main id=\"page\"><h1>Clicked "
                + count
                + " times</h1><button id=\"add\">+1</button></main>";
    }
}
