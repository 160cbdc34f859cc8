package org.atomsmith.host.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.KeyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerSettingsTest {
    private static PeerSettings of(String text) {
        return PeerSettings.of(KeyFile.parse(text, "peers.conf"));
    }

    @Test
    void peers_are_not_asked_unless_somebody_says_so() {
        assertThat(of("").use()).isFalse();
        PeerSettings settings = of("[peers]\nuse=yes\nwait=0\naddresses=10.0.0.5, box.lan:99 [fd00::1]:8000\n"
                + "[serve]\nport=99\nremotes=os\nidle=5\n");
        assertThat(settings.use()).isTrue();
        assertThat(settings.addresses())
                .containsExactly(
                        URI.create("http://10.0.0.5:8791"),
                        URI.create("http://box.lan:99"),
                        URI.create("http://[fd00::1]:8000"));
        assertThat(settings.remotes()).containsExactly("os");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[peers]\nuse=perhaps",
                "[peers]\nwait=99999",
                "[peers]\naddresses=http://x/y",
                "[peers]\naddresses=x/../y",
                "[peers]\nnetworks=example.org/8",
                "[peers]\nnetworks=10.0.0.0/33",
                "[peers]\nnetworks=10.0.0.0",
                "[serve]\nport=0",
                "[serve]\nidle=0"
            })
    void what_makes_no_sense_is_refused(String text) {
        assertThatThrownBy(() -> of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "172.31.0.1, true",
        "172.32.0.1, false",
        "192.168.1.1, true",
        "169.254.9.9, true",
        "8.8.8.8, false",
        "100.64.0.1, false",
        "203.0.113.7, true",
        "fe80::1, true",
        "fd00::1, true",
        "2001:db8::1, false",
        "::ffff:8.8.8.8, false"
    })
    void only_the_local_network_is_local(String address, boolean local) throws UnknownHostException {
        assertThat(Networks.parse("203.0.113.0/24").test(InetAddress.getByName(address)))
                .isEqualTo(local);
    }

    @Test
    void what_a_peer_calls_itself_does_nothing_to_a_terminal() {
        URI uri = URI.create("http://10.0.0.1:8791");
        assertThat(new FoundPeer("a\u001b[2J\u202eb\u009bc" + "x".repeat(99), uri, java.util.Optional.empty()).name())
                .startsWith("a?[2J?b?cx")
                .hasSize(63);
    }

    @Test
    void what_a_server_says_is_what_clients_read() {
        Checksum commit = Checksum.digest(new byte[] {1});
        List<String> text = PeerService.text(List.of(commit));
        assertThat(text)
                .allSatisfy(entry -> assertThat(entry).hasSizeLessThan(256).doesNotContain(" "));
        FoundPeer peer = new FoundPeer(
                "one",
                URI.create("http://10.0.0.1:8791"),
                java.util.Optional.of(PeerService.commits(
                        java.util.Map.of("v", "1", "commits", text.getLast().substring("commits=".length())))));
        assertThat(peer.mayHave(commit)).isTrue();
        assertThat(peer.mayHave(Checksum.digest(new byte[] {2}))).isFalse();
        assertThat(PeerService.commits(java.util.Map.of("v", "2", "commits", "0011223344556677")))
                .isEmpty();
        assertThat(PeerService.commits(java.util.Map.of("v", "1", "commits", "x,,00,\u0000\u001b[2J")))
                .isEmpty();
    }
}
