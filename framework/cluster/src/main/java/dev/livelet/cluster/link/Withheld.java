package dev.livelet.cluster.link;

/** Marks messages that are for members only: membership is looked at again when they are sent. */
interface Withheld {}
