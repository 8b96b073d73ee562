package dev.livelet.cluster.link;

import dev.livelet.cluster.link.Link.Answerer;
import dev.livelet.cluster.link.Link.Receiver;
import dev.livelet.cluster.link.Link.Source;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;

/** The link's users, by channel; all are set before the link starts, and only read then. */
final class Handlers {
    final Map<Channel, Source> sources = new EnumMap<>(Channel.class);
    final Map<Channel, Receiver> receivers = new EnumMap<>(Channel.class);
    final Map<Channel, Answerer> answerers = new EnumMap<>(Channel.class);
    final Map<Channel, Receiver> signals = new EnumMap<>(Channel.class);

    /** Null: another release has more channels. */
    static @Nullable Channel channel(int code) {
        for (Channel channel : Channel.values()) if (channel.code() == code) return channel;
        return null;
    }
}
