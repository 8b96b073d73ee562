/**
 * The benchmark's pages in Vaadin Flow: production mode, Spring Boot with its Tomcat, plain HTML
 * elements as the other sides have. It knows nothing of Livelet, and runs in a process of its own.
 */
package dev.livelet.benchmarks.vaadin;
