package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Links of one process, without sockets, which can be separated and joined again. */
final class Cluster implements AutoCloseable {
    private final String name = "test-" + UUID.randomUUID();
    private final List<Member> members = new ArrayList<>();

    record Member(GroupLink link, DISCARD discard, Ledger ledger) {
        NodeId id() {
            return link.self();
        }

        View view() {
            return link.view();
        }

        Address address() {
            Address address = address(link.self());
            if (address == null) throw new AssertionError("no address");
            return address;
        }

        private Address address(NodeId of) {
            return link.addressOf(of);
        }
    }

    /** Makes a member and lets it join. */
    Member join(String node) {
        Member member = member(NodeName.next(node));
        member.link.start();
        return member;
    }

    /** A member that has not joined. */
    Member member(NodeId id) {
        DISCARD discard = new DISCARD();
        GroupLink link =
                new GroupLink(
                        id,
                        name,
                        new GroupLink.Source() {
                            @Override
                            public JChannel channel(Address address, Counters counters, Reach reach)
                                    throws Exception {
                                return Stack.inProcess(address, discard);
                            }

                            @Override
                            public boolean owned() {
                                return true;
                            }
                        },
                        Duration.ofSeconds(10));
        Member member = new Member(link, discard, Ledger.of(link));
        members.add(member);
        return member;
    }

    static void separate(Member a, Member b) {
        a.discard.addIgnoreMember(b.address());
        b.discard.addIgnoreMember(a.address());
    }

    static void heal(Member... all) {
        for (Member member : all) member.discard.resetIgnoredMembers();
    }

    /** Waits for what another thread brings about; fails loudly when it never comes. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("never: " + what);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    static void awaitTogether(Member... all) {
        for (Member member : all)
            await(
                    member.id() + " sees " + all.length,
                    () -> member.view().members().size() == all.length);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        members.reversed().forEach(member -> member.link.close());
    }
}
