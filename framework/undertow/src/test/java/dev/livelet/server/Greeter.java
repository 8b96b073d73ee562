package dev.livelet.server;

import dev.livelet.Identity;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

/** A page that says who asked for it and under which name, and does what its address says. */
final class Greeter implements LiveView<Greeter.Hello> {
    record Hello(String text) {}

    private static final Template<Hello> PAGE =
            Template.of(
                    Hello.class,
                    """
                    <p style="color: red">{text}</p>
                    <form on:submit={sent()}><input name="word"></form>
                    """);

    @Override
    public Template<Hello> template() {
        return PAGE;
    }

    @Override
    public Hello mount(Socket socket) {
        if (socket.params().find("fail").isPresent())
            throw new IllegalStateException("a secret <of the> inside");
        if (socket.params().find("away").isPresent())
            socket.redirect("/" + socket.params().find("to").orElse("elsewhere"));
        socket.title("A & <B>");
        return new Hello(
                socket.params().get("who")
                        + " "
                        + socket.identity().map(Identity::id).orElse("nobody"));
    }

    @On
    void sent(Hello state) {}
}
