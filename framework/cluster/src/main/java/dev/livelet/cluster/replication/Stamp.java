package dev.livelet.cluster.replication;

/**
 * Names one content of a session, for ever: within an epoch there is one owner, and it counts. Of
 * two copies the one of the higher epoch is newer, whatever the other's number is.
 */
record Stamp(Epoch epoch, long sequence) implements Comparable<Stamp> {
    static final Stamp NONE = new Stamp(Epoch.NONE, 0);

    static Stamp read(In in) {
        return new Stamp(Epoch.read(in), in.longNumber());
    }

    void write(Out out) {
        epoch.write(out);
        out.number(sequence);
    }

    @Override
    public int compareTo(Stamp other) {
        int order = epoch.compareTo(other.epoch);
        return order != 0 ? order : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return epoch + "/" + sequence;
    }
}
