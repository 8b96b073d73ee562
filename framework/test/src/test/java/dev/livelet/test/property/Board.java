package dev.livelet.test.property;

import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Cards that come, go and move while the user writes on them; each handled event is noted. */
final class Board implements LiveView<Board.State> {
    record Card(int id, String text, boolean open) {}

    /**
     * @param log {@code id=value} for each event, by the card that the user meant
     */
    record State(List<Card> cards, int changes, List<String> log) {}

    record Change(UnaryOperator<State> change) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <p>{changes}</p>
                    <ul><li :for={card : cards} :key={card.id} id="c{card.id}">{card.text}
                      <input :if={card.open} on:input={write(card.id)}>
                    </li></ul>
                    <input id="any" on:input={write(0)}><b :if={log.size() > 2}>{log.size()}</b>
                    """,
                    Card.class);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return new State(
                List.of(
                        new Card(1, "one", true),
                        new Card(2, "two", true),
                        new Card(3, "three", false)),
                0,
                List.of());
    }

    @On
    State write(State state, int id, Input input) {
        if (input.value().endsWith("!")) throw new IllegalStateException("on purpose");
        List<String> log = new ArrayList<>(state.log());
        log.add(id + "=" + input.value());
        List<Card> cards =
                state.cards().stream()
                        .map(
                                card ->
                                        card.id() == id
                                                ? new Card(id, input.value(), card.open())
                                                : card)
                        .toList();
        return new State(cards, state.changes(), List.copyOf(log));
    }

    @OnMessage
    State change(State state, Change change) {
        return change.change().apply(state);
    }
}
