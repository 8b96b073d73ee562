package dev.livelet.cluster;

import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.PageModel;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser has when it has loaded a page, before there is a socket. */
record FirstPage(String cookie, String bundle, PageModel model, Connection connection) {
    static FirstPage load(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> response = get(http, port, path);
        Document document = Jsoup.parse(response.body());
        document.outputSettings().prettyPrint(false);
        Element root = Objects.requireNonNull(document.selectFirst("[data-live]"));
        String source = match(response.body(), "src=\"(/livelet/bundle-[^\"]+)\"").group(1);
        Matcher define =
                match(get(http, port, source).body(), "Livelet\\.define\\(\"([^\"]+)\",(.*)\\)$");
        Definitions definitions = new Definitions();
        definitions.add(JsonMapper.shared().readTree(define.group(2)));
        PageModel model =
                new PageModel(
                        definitions,
                        Integer.parseInt(root.attr("data-live-template")),
                        root.html(),
                        Map.of());
        return new FirstPage(
                response.headers().firstValue("set-cookie").orElse("").replaceAll(";.*", ""),
                define.group(1),
                model,
                new Connection(
                        definitions, model, root.attr("data-live"), root.attr("data-live-token")));
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Matcher match(String in, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(in);
        if (!matcher.find()) throw new AssertionError(pattern + " is not in " + in);
        return matcher;
    }
}
