package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.peer.dns.ServiceInstance;
import org.atomsmith.host.peer.dns.ServiceQuery;
import org.atomsmith.ostree.object.Checksum;

/** Finds peers: those that settings name, and those that answer in the local network. */
final class PeerFinder {
    /** More would not be faster. */
    private static final int MOST = 4;

    /** Interfaces behind which only this machine's own guests are. */
    private static final List<String> INNER = List.of("veth", "podman", "docker", "cni", "virbr", "vnet", "tap", "br-");

    private final PeerSettings settings;

    PeerFinder(PeerSettings settings) {
        this.settings = settings;
    }

    /** Some that may have a commit, in no order: so that not all ask the same one. */
    List<FoundPeer> having(Checksum commit) throws IOException {
        List<FoundPeer> having = new ArrayList<>(
                all().stream().filter(peer -> peer.mayHave(commit)).toList());
        Collections.shuffle(having);
        return having.subList(0, Math.min(MOST, having.size()));
    }

    /** All that answer in time. */
    List<FoundPeer> all() throws IOException {
        List<FoundPeer> found = new ArrayList<>();
        for (URI address : settings.addresses()) {
            found.add(new FoundPeer(address.getRawAuthority(), address, Optional.empty()));
        }
        if (!settings.patience().isZero()) {
            ServiceQuery query = new ServiceQuery(PeerService.NAME, ServiceQuery.PORT, settings.networks());
            for (ServiceInstance instance : query.run(interfaces(settings), settings.patience())) {
                if (!isOwn(instance.address().getAddress())) {
                    found.add(new FoundPeer(
                            instance.name(),
                            uri(instance.address()),
                            Optional.of(PeerService.commits(instance.text()))));
                }
            }
        }
        return found;
    }

    /** The interfaces that lead to other machines, or those that settings name. */
    static List<NetworkInterface> interfaces(PeerSettings settings) {
        List<NetworkInterface> interfaces = new ArrayList<>();
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                String name = one.getName();
                boolean named = settings.interfaces().contains(name);
                boolean outer = settings.interfaces().isEmpty()
                        && !one.isLoopback()
                        && !one.isPointToPoint()
                        && one.supportsMulticast()
                        && INNER.stream().noneMatch(name::startsWith);
                if (one.isUp() && (named || outer && isLocal(one, settings.networks()))) {
                    interfaces.add(one);
                }
            }
        } catch (SocketException e) {
            // One that went while it was looked at; without interfaces there are no peers.
            return interfaces;
        }
        return interfaces;
    }

    /** Where strangers are, too, there are link-local addresses as well: an older address tells. */
    private static boolean isLocal(NetworkInterface one, Networks networks) {
        return one.inetAddresses().anyMatch(networks)
                && one.inetAddresses().noneMatch(address -> address instanceof Inet4Address && !networks.test(address));
    }

    private static boolean isOwn(InetAddress address) throws SocketException {
        return !address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) != null;
    }

    private static URI uri(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                + address.getPort());
    }
}
