package dev.livelet.load;

/**
 * What the pages of a client have done so far.
 *
 * @param opened pages that were asked for
 * @param live pages that are joined now
 * @param ended pages that are over
 * @param losses sockets that were lost or not got
 * @param frames from the server, of any kind
 * @param bytes of these frames' content
 * @param events sent
 * @param answers to events, refusals included
 */
public record LoadCounts(
        long opened,
        long live,
        long ended,
        long joins,
        long losses,
        long frames,
        long bytes,
        long patches,
        long events,
        long answers,
        long refusals) {}
