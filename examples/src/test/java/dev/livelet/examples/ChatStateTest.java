package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Shared;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

class ChatStateTest {
    private final Room.State empty = with(List.of());

    @Test
    void eachNameIsShownOnceAndGuestsAreCounted() {
        Room.State state =
                with(
                        List.of(
                                here("", "s1"),
                                here("", "s2"),
                                here("Ada", "me"),
                                here("Ada", "s3"),
                                here("Bob", "s4")));
        assertEquals(List.of("Ada", "Bob"), state.online());
        assertEquals("+2 guests", state.others());
        assertEquals("1 guest", with(List.of(here("", "me"))).others());
        assertEquals("", empty.others());
    }

    @Test
    void aFullRoomNamesAFew() {
        Room.State full =
                with(IntStream.range(0, 100).mapToObj(i -> here("n" + i, "s" + i)).toList());
        assertEquals(30, full.online().size());
        assertEquals("+70 guests", full.others());
    }

    @Test
    void whoTypesIsNamedButNotToThemselves() {
        Visitor ada = new Visitor("Ada", "me", true, 1);
        Visitor bob = new Visitor("Bob", "s1", true, 1);
        Visitor cy = new Visitor("Cy", "s2", true, 1);
        Visitor guest = new Visitor("", "s3", true, 1);
        assertEquals("", with(List.of(ada, here("Dan", "s9"))).busy("me"));
        assertEquals("Bob is typing…", with(List.of(ada, bob)).busy("me"));
        assertEquals("Bob and Cy are typing…", with(List.of(ada, bob, cy)).busy("me"));
        assertEquals("Someone is typing…", with(List.of(guest)).busy("me"));
        assertEquals("Several people are typing…", with(List.of(bob, cy, guest)).busy("me"));
    }

    @Test
    void aFewOfThoseWhoStaySayWhoHasGone() {
        List<Visitor> all = IntStream.range(0, 9).mapToObj(i -> here("n" + i, "s" + i)).toList();
        List<Visitor> gone = all.subList(0, 2);
        List<String> speakers =
                IntStream.range(0, 9)
                        .mapToObj(i -> "s" + i)
                        .filter(
                                me ->
                                        ChatState.entering("lobby", me, "")
                                                .with(ChatState::hall, Shared.of(with(all)))
                                                .speaks(gone))
                        .toList();
        assertEquals(List.of("s2", "s3", "s4"), speakers);
    }

    @Test
    void timesAreThoseOfTheBrowser() {
        Message message =
                new Message(1, "lobby", "ångström", "hi", Instant.parse("2026-11-23T23:30:00Z"));
        assertEquals("00:30", message.clock("Europe/Berlin"));
        assertEquals("24 Nov 2026, 00:30", message.day("Europe/Berlin"));
        assertEquals("Å", message.initial());
    }

    private static Room.State with(List<Visitor> visitors) {
        return new Room.State(List.of(), visitors);
    }

    private static Visitor here(String name, String session) {
        return new Visitor(name, session, false, 1);
    }
}
