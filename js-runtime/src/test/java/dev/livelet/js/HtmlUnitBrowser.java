package dev.livelet.js;

import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/** HtmlUnit: no layout, another script engine; quick. */
final class HtmlUnitBrowser implements Browser {
    private final WebClient client = new WebClient(BrowserVersion.CHROME);
    private @Nullable HtmlPage page;

    HtmlUnitBrowser() {
        client.getWebConsole().setLogger(new HtmlUnitConsole());
        client.getOptions().setThrowExceptionOnScriptError(true);
    }

    @Override
    public void open(String url) {
        try {
            page = client.getPage(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object run(String script) {
        if (page == null) throw new IllegalStateException("No page is open");
        return page.executeJavaScript("(function(){" + script + "})()").getJavaScriptResult();
    }

    @Override
    public void close() {
        client.close();
    }
}
