package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

class ChatStateTest {
    private final ChatState empty = ChatState.entering("lobby", "me", "Ada");

    @Test
    void eachNameIsShownOnceAndGuestsAreCounted() {
        ChatState state =
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
        ChatState full =
                with(IntStream.range(0, 100).mapToObj(i -> here("n" + i, "s" + i)).toList());
        assertEquals(30, full.online().size());
        assertEquals("+70 guests", full.others());
    }

    @Test
    void whoTypesIsNamedButNotToThemselves() {
        Visitor ada = new Visitor("Ada", "me", true);
        Visitor bob = new Visitor("Bob", "s1", true);
        Visitor cy = new Visitor("Cy", "s2", true);
        Visitor guest = new Visitor("", "s3", true);
        assertEquals("", with(List.of(ada, here("Dan", "s9"))).busy());
        assertEquals("Bob is typing…", with(List.of(ada, bob)).busy());
        assertEquals("Bob and Cy are typing…", with(List.of(ada, bob, cy)).busy());
        assertEquals("Someone is typing…", with(List.of(guest)).busy());
        assertEquals("Several people are typing…", with(List.of(bob, cy, guest)).busy());
    }

    @Test
    void timesAreThoseOfTheBrowser() {
        Message message =
                new Message(1, "lobby", "ångström", "hi", Instant.parse("2026-11-23T23:30:00Z"));
        assertEquals("00:30", message.clock("Europe/Berlin"));
        assertEquals("24 Nov 2026, 00:30", message.day("Europe/Berlin"));
        assertEquals("Å", message.initial());
    }

    private ChatState with(List<Visitor> visitors) {
        return empty.with(ChatState::visitors, visitors);
    }

    private static Visitor here(String name, String session) {
        return new Visitor(name, session, false);
    }
}
