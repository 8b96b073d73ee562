package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Socket;
import dev.livelet.TemplateException;

import org.junit.jupiter.api.Test;

/** Templates in files beside views and records. */
class TemplateFileTest {
    record Time(String time) {}

    record Badge(String text) {}

    record Twig(String name, boolean more) {}

    interface Timed extends LiveView<Time> {
        @Override
        default Time mount(Socket socket) {
            return new Time("now");
        }
    }

    static final class Clock implements Timed {}

    static final class Broken implements Timed {}

    static final class Missing implements Timed {}

    @Test
    void isBesideTheViewAndFindsComponentsBesideIt() {
        CompiledTemplate<Time> template = (CompiledTemplate<Time>) new Clock().template();
        assertEquals("Clock.html", template.name());
        assertEquals(Time.class, template.stateType());
        assertEquals(
                "<h1>12</h1><b class=\"badge\">12</b><i>12</i><!--0-->",
                Templates.render(template, new Time("12")));
    }

    @Test
    void isCompiledOnce() {
        assertSame(new Clock().template(), new Clock().template());
    }

    @Test
    void aMistakeIsShownInTheFile() {
        TemplateException wrong =
                assertThrows(TemplateException.class, () -> new Broken().template());
        assertEquals(
                "Broken.html:2:4: Time has no 'tiem'; did you mean 'time'?\n    {tiem}\n     ^",
                wrong.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        LiveletException missing =
                assertThrows(LiveletException.class, () -> new Missing().template());
        assertEquals(
                "No template for dev.livelet.template.TemplateFileTest$Missing: expected the"
                        + " resource dev/livelet/template/Missing.html, or a method template()",
                missing.getMessage());
    }

    @Test
    void aRecordThatNamesItselfInItsFileIsFine() {
        CompiledTemplate<Twig> twig =
                Templates.compile(Twig.class, "<Twig name={name} more={more}/>");
        assertEquals(
                "<i>a</i><!--1--><i>a</i><!--0-->", Templates.render(twig, new Twig("a", true)));
    }
}
