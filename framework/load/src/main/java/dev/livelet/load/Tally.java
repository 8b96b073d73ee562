package dev.livelet.load;

/** Counts what the pages do; confined to the client's thread. */
final class Tally {
    long opened;
    long live;
    long ended;
    long joins;
    long losses;
    long frames;
    long bytes;
    long patches;
    long events;
    long answers;
    long refusals;

    LoadCounts counts() {
        return new LoadCounts(
                opened, live, ended, joins, losses, frames, bytes, patches, events, answers,
                refusals);
    }
}
