package dev.livelet.cluster;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.Seeds;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;

import javax.sql.DataSource;

/**
 * How a node that starts finds the others. Once it has, membership is kept by the nodes themselves.
 *
 * <p>As a setting ({@code livelet.cluster.discovery}): {@code fixed:10.0.0.1:7800,10.0.0.2:7800},
 * {@code multicast} or {@code multicast:239.1.1.1:7500}, {@code
 * dns:chat.default.svc.cluster.local}, {@code files:/shared/directory}. A {@link DataSource} is
 * given in code only.
 */
public final class Discovery {
    private static final String FORMS =
            "It is one of fixed:host:port,host:port  multicast  multicast:group:port  dns:name "
                    + " files:directory";

    private final Seeds seeds;

    private Discovery(Seeds seeds) {
        this.seeds = seeds;
    }

    Seeds seeds() {
        return seeds;
    }

    /**
     * At these addresses, each {@code host:port}; the node's own may be among them, and not all
     * need be up. Two or three that are usually there suffice.
     */
    public static Discovery fixed(String... hosts) {
        if (hosts.length == 0)
            throw new LiveletException(
                    "Discovery.fixed() has no address. Name at least one node, as"
                            + " Discovery.fixed(\"10.0.0.1:7800\").");
        return new Discovery(new Seeds.Fixed(Arrays.stream(hosts).map(Discovery::host).toList()));
    }

    /** By multicast in the local network, on JGroups' usual group and port. */
    public static Discovery multicast() {
        return multicast("228.8.8.8", 7500);
    }

    public static Discovery multicast(String group, int port) {
        InetAddress address = address(group, group);
        if (!address.isMulticastAddress())
            throw new LiveletException(
                    "Discovery.multicast(\""
                            + group
                            + "\", …): this is no multicast address. They are 224.0.0.0 to"
                            + " 239.255.255.255, or begin with ff.");
        return new Discovery(new Seeds.Multicast(address, port));
    }

    /**
     * At all addresses that a DNS name has, each at this node's own port: a headless service of
     * Kubernetes.
     */
    public static Discovery dns(String name) {
        if (name.isBlank())
            throw new LiveletException(
                    "Discovery.dns(\"\") has no name. Give the name whose A records are the nodes,"
                            + " as chat.default.svc.cluster.local.");
        return new Discovery(new Seeds.Dns(name, ""));
    }

    /** By the table {@code jgroups} of a database, which is made when it is not there. */
    public static Discovery jdbc(DataSource source) {
        return new Discovery(new Seeds.Jdbc(source));
    }

    /** By files in a directory that all nodes share. */
    public static Discovery files(Path directory) {
        return new Discovery(new Seeds.Files(directory));
    }

    /** From a setting's text. */
    static Discovery parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "fixed" ->
                    fixed(
                            Arrays.stream(rest.split(","))
                                    .map(String::strip)
                                    .filter(host -> !host.isEmpty())
                                    .toArray(String[]::new));
            case "multicast" -> {
                if (rest.isEmpty()) yield multicast();
                InetSocketAddress group = host(rest);
                yield multicast(group.getHostString(), group.getPort());
            }
            case "dns" -> dns(rest);
            case "files" -> {
                if (rest.isEmpty()) throw new LiveletException("files: has no directory. " + FORMS);
                yield files(Path.of(rest));
            }
            default ->
                    throw new LiveletException("\"" + kind + "\" is none that there is. " + FORMS);
        };
    }

    private static InetSocketAddress host(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535)
            throw new LiveletException(
                    "\""
                            + text
                            + "\" is no address of a node: it needs a host and a port, as"
                            + " 10.0.0.1:7800.");
        return new InetSocketAddress(
                address(text.substring(0, colon), text), Integer.parseInt(port));
    }

    private static InetAddress address(String host, String text) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new LiveletException(
                    "The host of \""
                            + text
                            + "\" is not known to this machine's resolver. Where names come up"
                            + " later, as in Kubernetes, take Discovery.dns(name).",
                    e);
        }
    }
}
