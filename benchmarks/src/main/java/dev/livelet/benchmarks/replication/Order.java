package dev.livelet.benchmarks.replication;

import dev.livelet.Durability;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.List;
import java.util.stream.IntStream;

/** A page of middling size: an order of twenty lines, of which a click changes the amount. */
class Order implements LiveView<Order.State> {
    /**
     * @param changes how often it was changed
     */
    record State(String customer, String note, int changes, List<Line> lines) {}

    record Line(int number, String article, int amount, double price) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <h1>{customer}</h1><p>{note}</p><output>{changes}</output>
                    <button id="change" on:click={change()}>Change</button>
                    <table><tbody><tr :for={line : lines} :key={line.number}>
                    <td>{line.number}</td><td>{line.article}</td><td>{line.amount}</td><td>{line.price}</td>
                    </tr></tbody></table>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return new State(
                "Customer " + socket.sessionId(),
                "To be delivered in the morning, at the back door",
                0,
                IntStream.range(0, 20)
                        .mapToObj(i -> new Line(i, "Article number " + i, i % 7, 9.95 * i))
                        .toList());
    }

    @On
    State change(State state) {
        return new State(state.customer(), state.note(), state.changes() + 1, state.lines());
    }

    /** Its patches wait for the backup. */
    static final class Sync extends Order {
        @Override
        public Durability durability() {
            return Durability.SYNC;
        }
    }
}
