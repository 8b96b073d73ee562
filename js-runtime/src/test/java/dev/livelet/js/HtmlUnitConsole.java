package dev.livelet.js;

import org.htmlunit.WebConsole;

/** What pages in HtmlUnit say on their console, for the reader of a failing test. */
final class HtmlUnitConsole implements WebConsole.Logger {
    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(Object message) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(Object message) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(Object message) {}

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(Object message) {
        System.out.println("HtmlUnit warns: " + message);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(Object message) {
        System.out.println("HtmlUnit error: " + message);
    }
}
