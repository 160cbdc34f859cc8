package org.atomsmith.host.peer.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Over real multicast, on the loopback interface. */
final class ServiceQueryTest {
    private static final DnsName TYPE = DnsName.of("_atomic-peer._tcp.local");
    private static final DnsName INSTANCE = new DnsName(List.of("one", "_atomic-peer", "_tcp", "local"));

    /** Answers what it is asked, and no more, as systemd-resolved does. */
    private static final class Responder implements AutoCloseable {
        private final DatagramChannel channel;
        private final boolean hostile;

        Responder(boolean hostile) throws IOException {
            this.hostile = hostile;
            channel = DatagramChannel.open(StandardProtocolFamily.INET)
                    .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                    .bind(new InetSocketAddress("0.0.0.0", 0));
            channel.join(InetAddress.getByName("224.0.0.251"), loopback());
            Thread.ofPlatform().daemon().start(this::answer);
        }

        int port() throws IOException {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }

        private void answer() {
            ByteBuffer buffer = ByteBuffer.allocate(9000);
            try {
                while (true) {
                    buffer.clear();
                    InetSocketAddress asker = (InetSocketAddress) channel.receive(buffer);
                    byte[] asked = Arrays.copyOf(buffer.array(), buffer.position());
                    Optional<byte[]> answer = answer(asked);
                    if (answer.isPresent()) {
                        channel.send(ByteBuffer.wrap(answer.get()), asker);
                    }
                }
            } catch (ClosedChannelException e) {
                // The test is over.
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private Optional<byte[]> answer(byte[] asked) {
            int id = (asked[0] & 0xff) << 8 | asked[1] & 0xff;
            MessageWriter writer = new MessageWriter(id);
            byte[] whoIsThere = DnsMessage.question(id, List.of(new DnsMessage.Question(TYPE, DnsMessage.POINTER)));
            byte[] rest = DnsMessage.question(
                    id,
                    List.of(
                            new DnsMessage.Question(INSTANCE, DnsMessage.SERVICE),
                            new DnsMessage.Question(INSTANCE, DnsMessage.TEXT)));
            if (Arrays.equals(asked, whoIsThere)) {
                byte[] answer = writer.pointer(TYPE, INSTANCE).bytes();
                return Optional.of(hostile ? Arrays.copyOf(answer, answer.length - 3) : answer);
            }
            return Arrays.equals(asked, rest)
                    ? Optional.of(writer.service(INSTANCE, 8791, DnsName.of("elsewhere.local"))
                            .text(INSTANCE, "v=1", "commits=")
                            .bytes())
                    : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    }

    private static void assumeMulticast() throws IOException {
        boolean works = false;
        try (DatagramChannel receiver =
                        DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("0.0.0.0", 0));
                DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)
                        .setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback())) {
            receiver.join(InetAddress.getByName("224.0.0.251"), loopback());
            receiver.configureBlocking(false);
            int port = ((InetSocketAddress) receiver.getLocalAddress()).getPort();
            sender.send(ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress("224.0.0.251", port));
            for (int i = 0; i < 50 && !works; i++) {
                works = receiver.receive(ByteBuffer.allocate(10)) != null;
                Thread.sleep(10);
            }
        } catch (IOException e) {
            works = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Assumptions.assumeTrue(works, "the loopback interface takes no multicast here");
    }

    @Test
    void finds_a_service_and_what_it_says_of_itself() throws IOException {
        assumeMulticast();
        try (Responder responder = new Responder(false)) {
            List<ServiceInstance> found = new ServiceQuery(TYPE, responder.port(), InetAddress::isLoopbackAddress)
                    .run(List.of(loopback()), Duration.ofSeconds(2));
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.name()).isEqualTo("one");
                assertThat(one.address().getAddress().isLoopbackAddress())
                        .as("who answered, not who it says")
                        .isTrue();
                assertThat(one.address().getPort()).isEqualTo(8791);
                assertThat(one.text()).containsEntry("v", "1");
            });
        }
    }

    @Test
    void waits_no_longer_than_it_is_told_and_hears_nothing_that_is_none() throws IOException {
        assumeMulticast();
        try (Responder responder = new Responder(true)) {
            long began = System.nanoTime();
            assertThat(new ServiceQuery(TYPE, responder.port(), InetAddress::isLoopbackAddress)
                            .run(List.of(loopback()), Duration.ofMillis(300)))
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        }
    }

    @Test
    void addresses_that_are_not_local_are_not_listened_to() throws IOException {
        assumeMulticast();
        try (Responder responder = new Responder(false)) {
            assertThat(new ServiceQuery(TYPE, responder.port(), _ -> false)
                            .run(List.of(loopback()), Duration.ofMillis(300)))
                    .isEmpty();
        }
    }
}
