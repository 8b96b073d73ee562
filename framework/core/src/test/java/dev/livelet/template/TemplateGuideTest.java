package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of error boundaries in {@code docs/templates.md}. */
class TemplateGuideTest {
    private static final Pattern HTML = Pattern.compile("```html\n(.*?)```", Pattern.DOTALL);

    record Day(String name, int degrees, List<Integer> hours) {
        int chanceOfRain() {
            return hours.stream().max(Integer::compare).orElseThrow();
        }
    }

    record Forecast(String summary, List<Day> days) {}

    record City(String city, List<Forecast> forecasts) {
        Forecast forecast() {
            return forecasts.getFirst();
        }
    }

    private static final Forecast SUNNY =
            new Forecast(
                    "Sunny",
                    List.of(new Day("Mo", 20, List.of(5, 10)), new Day("Tu", 21, List.of())));

    private static String render(int example, City city) throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "templates.md"));
        int section = guide.indexOf("## When a part fails");
        Matcher examples = HTML.matcher(guide.substring(section, guide.indexOf("\n## ", section)));
        for (int i = 0; i <= example; i++) examples.find();
        return Templates.render(Templates.compile(City.class, examples.group(1)), city);
    }

    @Test
    void aForecastIsShownWhereThereIsOne() throws IOException {
        assertEquals(
                "<h1>Oslo</h1><!--1--><section><p>Sunny</p><ul><!--2--><li>Mo<!>: <!>20<!> °C</li>"
                        + "<li>Tu<!>: <!>21<!> °C</li></ul></section>",
                render(0, new City("Oslo", List.of(SUNNY))));
    }

    @Test
    void elseTheFallback() throws IOException {
        assertEquals(
                "<h1>Oslo</h1><!--2--><p>There is no forecast at the moment.</p>",
                render(0, new City("Oslo", List.of())));
    }

    @Test
    void aRowThatFailsIsLeftOut() throws IOException {
        assertEquals(
                "<ul><!--2--><!--1--><li>Mo<!>: <!>10<!> %</li><!--0--></ul>",
                render(1, new City("Oslo", List.of(SUNNY))));
    }
}
