package dev.livelet.cluster.link;

import org.jgroups.protocols.FILE_PING;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MPING;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.stack.Protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

/**
 * Where a node that starts finds the others. Who is asked names all that it knows: only the
 * coordinator lets others in, and the addresses that are given need not be the coordinator's.
 */
public sealed interface Seeds {
    /** At these addresses; not all need be there. */
    record Fixed(List<InetSocketAddress> hosts) implements Seeds {}

    /** Where this group's packets come from. */
    record Multicast(InetAddress group, int port) implements Seeds {}

    /**
     * At the addresses of this name, and at this node's own port.
     *
     * @param server who is asked, {@code host:port}; empty: as the machine is set up
     */
    record Dns(String name, String server) implements Seeds {}

    /** In a table, which is made when it is not there. */
    record Jdbc(DataSource source) implements Seeds {
        /** A source may show its password. */
        @Override
        public String toString() {
            return "Jdbc[" + source.getClass().getName() + "]";
        }
    }

    /** In a directory that all nodes share. */
    record Files(Path directory) implements Seeds {}

    /** The protocol that looks there, not started. */
    static Protocol protocol(Seeds seeds, InetAddress bind) {
        return switch (seeds) {
            case Fixed fixed ->
                    new TCPPING()
                            .setInitialHosts(fixed.hosts())
                            .setPortRange(0)
                            .returnEntireCache(true);
            case Multicast multicast ->
                    new MPING()
                            .setBindAddr(bind)
                            .setMcastAddr(multicast.group())
                            .setMcastPort(multicast.port());
            case Dns dns ->
                    new DNS_PING()
                            .setDNSQuery(dns.name())
                            .dnsRecordType("A")
                            .setDNSAddress(dns.server())
                            .returnEntireCache(true);
            case Jdbc jdbc -> listing(new JDBC_PING2().setDataSource(jdbc.source()));
            case Files files -> listing(new FILE_PING().setLocation(files.directory().toString()));
        };
    }

    /**
     * Coordinators remove all that is listed at each view: else one that was killed, and is first
     * in the list still, is asked to let others in. So one that is alone by mistake removes the
     * others' coordinator too, which would never be found again: it writes itself down again as
     * soon as it misses itself. Who writes later than that by a timer is none any more, perhaps,
     * and would be asked to let others in as well.
     */
    private static Protocol listing(FILE_PING list) {
        return list.removeAllDataOnViewChange(true)
                .writeDataOnFind(true)
                .setInfoWriterMaxWritesAfterView(0);
    }
}
