package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Starts it on a port that the system chooses, which it returns. The benchmark asks {@link
 * #questions} by name, each with a number for a number.
 */
@SpringBootApplication
@Push
public class VaadinServer
        implements AppShellConfigurator,
                Callable<Integer>,
                Supplier<Map<String, LongUnaryOperator>> {
    private static final Map<String, Object> SETTINGS =
            Map.of(
                    "server.port",
                    0,
                    "server.address",
                    "127.0.0.1",
                    "server.tomcat.max-connections",
                    20_000,
                    "server.tomcat.accept-count",
                    1_000,
                    "server.tomcat.max-keep-alive-requests",
                    -1,
                    "vaadin.close-idle-sessions",
                    false,
                    "spring.main.banner-mode",
                    "off",
                    "logging.level.root",
                    "WARN");

    @Override
    public Integer call() {
        SpringApplication application = new SpringApplication(VaadinServer.class);
        application.setDefaultProperties(SETTINGS);
        return ((WebServerApplicationContext) application.run()).getWebServer().getPort();
    }

    @Override
    public Map<String, LongUnaryOperator> get() {
        return Map.of("publish", Prices::publish, "end", ignored -> OpenSessions.end());
    }
}
