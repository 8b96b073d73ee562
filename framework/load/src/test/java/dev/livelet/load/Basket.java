package dev.livelet.load;

import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A page with one of everything that a load client has to find its way in. */
final class Basket implements LiveView<Basket.State> {
    /**
     * @param said what was typed, in order
     */
    record State(String title, int turns, List<Item> items, List<String> said) {
        boolean even() {
            return turns % 2 == 0;
        }
    }

    record Item(int id, String name, boolean ripe) {}

    /** Everybody's items are shaken. */
    record Shake(long seed) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <h1>t:{title}</h1>
                    <p :if={even}>even {turns}</p><b :else>odd <i>{turns}</i></b>
                    <ul><li :for={item : items} :key={item.id} class="row-{item.id}">
                      <span>{item.name}</span><em :if={item.ripe}>ripe {item.name}</em>
                      <button class="eat" on:click={eat(item.id)}>eat</button>
                    </li></ul>
                    <ol><li :for={line, i : said} :key={i}>said {line}</li></ol>
                    <input name="say" on:input={say()}><button id="shake" on:click={shake()}>shake</button>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.subscribe("basket");
        return full();
    }

    static State full() {
        List<Item> items = List.of(new Item(1, "apple", false), new Item(2, "pear", true));
        return new State("basket", 0, items, List.of());
    }

    @On
    State eat(State state, int id) {
        return new State(
                state.title(),
                state.turns() + 1,
                state.items().stream().filter(item -> item.id() != id).toList(),
                state.said());
    }

    @On
    State say(State state, Input input) {
        List<String> said = new ArrayList<>(state.said());
        said.add(input.value());
        return new State(state.title(), state.turns() + 1, state.items(), said);
    }

    @On
    State shake(State state, Socket socket) {
        socket.publish("basket", new Shake(state.turns()));
        return state;
    }

    @OnMessage
    State shaken(State state, Shake shake) {
        Random random = new Random(shake.seed() * 31 + state.turns());
        List<Item> items = new ArrayList<>(state.items());
        switch (random.nextInt(6)) {
            case 0 -> Collections.shuffle(items, random);
            case 1 -> items.replaceAll(i -> new Item(i.id(), i.name() + "!", !i.ripe()));
            case 2 -> {
                if (!items.isEmpty()) items.remove(random.nextInt(items.size()));
            }
            case 3 -> items.clear();
            default -> {
                for (int i = random.nextInt(12); i >= 0; i--) {
                    int id = random.nextInt(1_000_000);
                    if (items.stream().noneMatch(item -> item.id() == id))
                        items.add(
                                random.nextInt(items.size() + 1),
                                new Item(id, "fruit " + id, random.nextBoolean()));
                }
            }
        }
        return new State(
                state.title() + random.nextInt(10), state.turns() + 1, items, state.said());
    }

    /** All that the server computes of the state, in the order of the markup. */
    static List<String> texts(State state) {
        List<String> texts = new ArrayList<>();
        texts.add(state.title());
        texts.add(Integer.toString(state.turns()));
        for (Item item : state.items()) {
            texts.add("row-" + item.id());
            texts.add(item.name());
            if (item.ripe()) texts.add(item.name());
        }
        texts.addAll(state.said());
        return texts;
    }
}
