package dev.livelet;

/**
 * The node that a page is served by: for people who want to see where they are, and for logs.
 *
 * @param name of the node; empty in a program that runs alone
 * @param epoch grows each time the page comes to a node, the same one or another; 0 before it is
 *     connected
 */
public record Node(String name, int epoch) {}
