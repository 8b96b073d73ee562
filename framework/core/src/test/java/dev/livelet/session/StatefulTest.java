package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Async;
import dev.livelet.LiveState;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * Stateful components: their handlers serve what is inside them, their state lives at its place in
 * the parent's.
 */
class StatefulTest {
    private final TestNode node = new TestNode();

    static final class Editor implements LiveView<Editor.Draft> {
        record Draft(int id, String text, int edits) {}

        private static final Template<Draft> PAGE =
                Template.of(
                        Draft.class,
                        """
                        <div><p>{text}</p>
                        <button on:click={edit("!")}>!</button>
                        <button on:click={save()}>save</button>
                        <button on:click={load()}>load</button></div>
                        """);

        @Override
        public Template<Draft> template() {
            return PAGE;
        }

        @Override
        public Draft mount(Socket socket) {
            throw new IllegalStateException("a component is not mounted");
        }

        @On
        Draft edit(Draft draft, String more) {
            return new Draft(draft.id(), draft.text() + more, draft.edits() + 1);
        }

        @On
        Draft save(Draft draft, Socket socket) {
            socket.emit("saved", draft.text());
            return edit(draft, ".");
        }

        @On
        void load(Draft draft, Socket socket) {
            socket.<Draft, String>async(
                    "load",
                    () -> "loaded",
                    (then, result) ->
                            edit(
                                    then,
                                    result instanceof Async.Ok<String>(String text) ? text : "?"));
        }
    }

    static final class Page implements LiveView<Page.State> {
        record State(Editor.Draft head, List<Editor.Draft> drafts, List<String> saved)
                implements LiveState<State> {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <Editor :state={head} on:saved={saved(0)}/>
                        <ul><li :for={draft : drafts} :key={draft.id}><Editor :state={draft} on:saved={saved(draft.id)}/></li></ul>
                        """,
                        Editor.class);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(
                    draft(0, "head"), List.of(draft(1, "one"), draft(2, "two")), List.of());
        }

        static Editor.Draft draft(int id, String text) {
            return new Editor.Draft(id, text, 0);
        }

        @On
        State saved(State state, int id, String text) {
            if (text.startsWith("fail")) throw new IllegalStateException("not saved");
            List<String> saved = new ArrayList<>(state.saved());
            saved.add(id + text);
            return state.with(State::saved, List.copyOf(saved));
        }

        @OnMessage
        State add(State state, Editor.Draft draft) {
            List<Editor.Draft> drafts = new ArrayList<>(state.drafts());
            drafts.addFirst(draft);
            return state.with(State::drafts, List.copyOf(drafts));
        }
    }

    private final TestPage page = node.open(new Page());

    private Page.State state() {
        return (Page.State) page.session().state();
    }

    private List<String> texts() {
        return state().drafts().stream().map(Editor.Draft::text).toList();
    }

    @Test
    void aComponentsHandlerChangesItsOwnPlaceInTheParentsState() {
        page.join();
        page.frame("[1,0,[0,0]]");
        assertEquals("head!", state().head().text());
        page.frame("[1,1,[1,1,0,0]]");
        assertEquals(List.of("one", "two!"), texts());
    }

    @Test
    void itsElementIsFoundByKeyInTheCurrentState() {
        page.join();
        page.session().message(Page.draft(9, "nine"));
        page.frame("[1,0,[1,1,0,0]]");
        assertEquals(List.of("nine", "one", "two!"), texts());
    }

    @Test
    void whatItEmitsRunsTheParentsHandlerAfterItsOwn() {
        page.join();
        page.frame("[1,0,[1,0,0,1]]");
        assertEquals(List.of("one.", "two"), texts());
        assertEquals(List.of("1one"), state().saved());
        page.frame("[1,1,[0,1]]");
        assertEquals(List.of("1one", "0head"), state().saved());
    }

    @Test
    void aParentThatFailsUndoesTheComponentToo() {
        page.session().message(Page.draft(7, "fail"));
        page.join();
        assertEquals(List.of("[-1,1,2]"), page.frame("[1,1,[1,0,0,1]]"));
        assertEquals(List.of("fail", "one", "two"), texts());
    }

    @Test
    void itsAsynchronousWorkComesBackToItWhereverItIsThen() {
        page.join();
        page.frame("[1,0,[1,1,0,2]]");
        assertEquals(List.of("one", "twoloaded"), texts());
    }

    @Test
    void eventsInsideAreCheckedAgainstItsOwnHandlers() {
        assertTrue(
                ViewType.of(new Page()).stateful(Editor.class).handlers().names().contains("edit"));
    }
}
