package dev.livelet.session;

import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The copies of sessions, handed from node to node by reference, when the test says so. */
final class TestCluster implements Replication {
    final List<SessionCopy> commits = new ArrayList<>();
    private final Map<String, Owned> owned = new HashMap<>();

    /** Whether releases wait for {@link #release}, as for acknowledgements of backups. */
    boolean slow;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private List<Runnable> late;

    private final class Owned implements Ownership {
        private final String session;
        private final Owner owner;
        private SessionCopy copy;
        private boolean fenced;

        Owned(String session, Owner owner) {
            this.session = session;
            this.owner = owner;
        }

        @Override
        public boolean commit(SessionCopy copy, Runnable release) {
            if (fenced) return false;
            this.copy = copy;
            commits.add(copy);
            if (slow) waiting.add(release);
            else release.run();
            return true;
        }

        @Override
        public int durable() {
            return 0;
        }

        @Override
        public String where() {
            return "here";
        }

        @Override
        public void end() {
            owned.remove(session, this);
        }
    }

    @Override
    public Ownership own(String session, boolean sync, Owner owner) {
        Owned one = new Owned(session, owner);
        owned.put(session, one);
        return one;
    }

    @Override
    public Claimed claim(Claim claim) {
        Owned one = owned.get(claim.session());
        if (one == null) return new Claimed.None();
        if (one.copy.attempt() >= claim.attempt()) return new Claimed.Superseded();
        fence(claim.session());
        if (late == null) one.owner.fenced();
        else late.add(one.owner::fenced);
        return new Claimed.Adopted(one.copy);
    }

    /** From now on what the session does does not count; it learns of that by its next commit. */
    void fence(String session) {
        owned.get(session).fenced = true;
    }

    /** Owners that lose their sessions hear of it when this runs. */
    Runnable tellLate() {
        List<Runnable> waiting = new ArrayList<>();
        late = waiting;
        return () -> waiting.forEach(Runnable::run);
    }

    boolean knows(String session) {
        return owned.containsKey(session);
    }

    void release() {
        while (!waiting.isEmpty()) waiting.remove().run();
    }
}
