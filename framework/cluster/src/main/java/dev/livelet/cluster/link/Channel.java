package dev.livelet.cluster.link;

/** What a frame or signal is about: each has one owner at both ends. The code is on the wire. */
public enum Channel {
    LINK(0),
    REPLICATION(1),
    CLAIM(2),
    PUBSUB(3),
    PRESENCE(4),
    ENTITY(5);

    private final int code;

    Channel(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
