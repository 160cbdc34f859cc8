package org.atomsmith.qa.machine;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's monitor (QEMU Machine Protocol): what a person at the machine can do beside typing. Not thread-safe. */
final class Monitor implements Closeable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    /** Opens the monitor at a socket. */
    Monitor(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            if (lines.readLine() == null) {
                throw new GuestException("QEMU's monitor closed the connection");
            }
            does("qmp_capabilities", Map.of());
            opened = true;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /**
     * Freezes what is on the disk: all that the guest writes later goes to a new file, above the one before.
     *
     * @param drive the disk's id
     * @param overlay the new file, qcow2
     */
    void freezeDisk(String drive, Path overlay) throws IOException {
        does(
                "blockdev-snapshot-sync",
                Map.of(
                        "device",
                        drive,
                        "snapshot-file",
                        overlay.toAbsolutePath().toString(),
                        "format",
                        "qcow2"));
    }

    private void does(String command, Map<String, Object> arguments) throws IOException {
        Map<String, Object> order =
                arguments.isEmpty() ? Map.of("execute", command) : Map.of("execute", command, "arguments", arguments);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(JsonMapper.shared().writeValueAsString(order) + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new GuestException("QEMU's monitor closed the connection during " + command);
            }
            JsonNode answer = JsonMapper.shared().readTree(line);
            if (answer.has("error")) {
                throw new GuestException("QEMU refused " + command + ": "
                        + answer.get("error").get("desc").asString());
            }
            if (answer.has("return")) {
                return;
            }
            // Anything else is an event.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
