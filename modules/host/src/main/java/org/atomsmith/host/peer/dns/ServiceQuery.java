package org.atomsmith.host.peer.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Asks the local network once for services of a type (RFC 6762, section 5.1): from a port of its own, so that answers come
 * here alone, and for no longer than it is told. Responders that only answer what is asked, as systemd-resolved does, are
 * asked for the rest.
 */
public final class ServiceQuery {
    /** Where multicast DNS is spoken. */
    public static final int PORT = 5353;

    private static final byte[] GROUP4 = {(byte) 224, 0, 0, (byte) 251};
    private static final byte[] GROUP6 = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xfb};
    private static final int HOPS = 255;
    private static final int MOST_HOSTS = 256;
    private static final int MOST_FOLLOWED = 32;
    private static final int MOST_MESSAGES = 2000;

    private final DnsName type;
    private final int port;
    private final Predicate<InetAddress> local;
    private final int id = ThreadLocalRandom.current().nextInt(1, 1 << 16);
    private final Map<InetAddress, Host> hosts = new LinkedHashMap<>();
    private int followed;

    /**
     * A query.
     *
     * @param type {@code _http._tcp.local}
     * @param port {@link #PORT}
     * @param local says whether an address is of the local network: others are not listened to
     */
    public ServiceQuery(DnsName type, int port, Predicate<InetAddress> local) {
        this.type = type;
        this.port = port;
        this.local = local;
    }

    /** What one host said. */
    private static final class Host {
        final List<DnsName> instances = new ArrayList<>();
        final Map<DnsName, Integer> ports = new HashMap<>();
        final Map<DnsName, Map<String, String>> texts = new HashMap<>();
    }

    /**
     * Asks, and waits.
     *
     * @param interfaces where
     * @param wait how long; all of it is waited, for there may always be one more
     * @return those that said all that is needed; none where nothing can be sent
     */
    public List<ServiceInstance> run(List<NetworkInterface> interfaces, Duration wait) throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                for (NetworkInterface one : interfaces) {
                    one.inetAddresses().filter(local).forEach(address -> open(selector, one, address));
                }
                if (!selector.keys().isEmpty()) {
                    listen(selector, wait);
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
        return found();
    }

    /** Where a channel sends its questions. */
    private static void open(Selector selector, NetworkInterface one, InetAddress address) {
        boolean six = address instanceof Inet6Address;
        boolean kept = false;
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(address, 0));
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, one);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
            channel.configureBlocking(false);
            InetAddress group = six ? Inet6Address.getByAddress(null, GROUP6, one) : Inet4Address.getByAddress(GROUP4);
            channel.register(selector, SelectionKey.OP_READ, group);
            kept = true;
        } catch (IOException e) {
            // An address that is just coming or going; there are others.
        } finally {
            if (!kept && channel != null) {
                close(channel);
            }
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It was never used.
        }
    }

    private void listen(Selector selector, Duration wait) throws IOException {
        long begin = System.nanoTime();
        long end = begin + wait.toNanos();
        // A datagram may be lost: it is asked twice.
        long again = begin + wait.toNanos() / 3;
        List<DnsMessage.Question> whoIsThere = List.of(new DnsMessage.Question(type, DnsMessage.POINTER));
        sendAll(selector, whoIsThere);
        int messages = 0;
        ByteBuffer buffer = ByteBuffer.allocate(DnsMessage.LONGEST + 1);
        for (long now = begin; now < end && messages < MOST_MESSAGES; now = System.nanoTime()) {
            if (now >= again) {
                sendAll(selector, whoIsThere);
                again = end;
            }
            selector.select(Math.max(1, (Math.min(again, end) - now) / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) {
                DatagramChannel channel = (DatagramChannel) key.channel();
                buffer.clear();
                if (channel.receive(buffer) instanceof InetSocketAddress sender) {
                    messages++;
                    hear(key, sender, Arrays.copyOf(buffer.array(), buffer.position()));
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void sendAll(Selector selector, List<DnsMessage.Question> questions) {
        for (SelectionKey key : selector.keys()) {
            send(key, questions);
        }
    }

    private void send(SelectionKey key, List<DnsMessage.Question> questions) {
        if (key.attachment() instanceof InetAddress group) {
            try {
                ((DatagramChannel) key.channel())
                        .send(ByteBuffer.wrap(DnsMessage.question(id, questions)), new InetSocketAddress(group, port));
            } catch (IOException e) {
                // A network that takes nothing has no peers.
            }
        }
    }

    private void hear(SelectionKey key, InetSocketAddress sender, byte[] bytes) {
        InetAddress address = sender.getAddress();
        if (sender.getPort() != port || !local.test(address)) {
            return;
        }
        DnsMessage message;
        try {
            message = DnsMessage.parse(bytes);
        } catch (MalformedMessageException e) {
            return;
        }
        if (!message.isAnswer() || message.id() != id && message.id() != 0) {
            return;
        }
        if (!hosts.containsKey(address) && hosts.size() >= MOST_HOSTS) {
            return;
        }
        Host host = hosts.computeIfAbsent(address, _ -> new Host());
        for (DnsRecord one : message.records()) {
            switch (one) {
                case DnsRecord.Pointer pointer
                when pointer.name().equals(type) && pointer.target().isInstanceOf(type) -> {
                    // One host has one peer's server; more only come from who wants to be asked more often.
                    if (host.instances.isEmpty()) {
                        host.instances.add(pointer.target());
                    }
                }
                case DnsRecord.Service service
                when service.port() > 0 && service.name().isInstanceOf(type) ->
                    host.ports.putIfAbsent(service.name(), service.port());
                case DnsRecord.Text text
                when text.name().isInstanceOf(type) -> host.texts.putIfAbsent(text.name(), text.entries());
                default -> {}
            }
        }
        follow(key, host);
    }

    /** Asks for what a host has not said of its service yet. */
    private void follow(SelectionKey key, Host host) {
        for (DnsName name : host.instances) {
            List<DnsMessage.Question> missing = new ArrayList<>();
            if (!host.ports.containsKey(name)) {
                missing.add(new DnsMessage.Question(name, DnsMessage.SERVICE));
            }
            if (!host.texts.containsKey(name)) {
                missing.add(new DnsMessage.Question(name, DnsMessage.TEXT));
            }
            if (!missing.isEmpty() && followed++ < MOST_FOLLOWED) {
                send(key, missing);
            }
        }
    }

    private List<ServiceInstance> found() {
        Map<DnsName, ServiceInstance> found = new LinkedHashMap<>();
        hosts.forEach((address, host) -> host.instances.forEach(name -> {
            Integer there = host.ports.get(name);
            Map<String, String> text = host.texts.get(name);
            if (there != null && text != null) {
                ServiceInstance instance =
                        new ServiceInstance(name.labels().getFirst(), new InetSocketAddress(address, there), text);
                // A host that has addresses of both kinds is one host; the older kind is the more common one.
                found.merge(
                        name,
                        instance,
                        (first, second) -> first.address().getAddress() instanceof Inet4Address ? first : second);
            }
        }));
        return List.copyOf(found.values());
    }
}
