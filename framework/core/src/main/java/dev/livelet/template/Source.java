package dev.livelet.template;

/**
 * A place in a template's source.
 *
 * @param template its name: the file, or the class that declares it
 * @param line from 1
 * @param column from 1
 * @param text what stands there, shortened
 */
public record Source(String template, int line, int column, String text) {
    @Override
    public String toString() {
        return template + ":" + line + ":" + column + " " + text;
    }
}
