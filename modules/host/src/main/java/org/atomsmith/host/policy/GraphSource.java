package org.atomsmith.host.policy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a graph of updates comes from: a file, or a server, which is told who asks, as Fedora CoreOS's wants to know. */
final class GraphSource {
    private final String location;
    private final String stream;

    GraphSource(String location, String stream) {
        this.location = location;
        this.stream = stream;
    }

    /**
     * Fetches the graph.
     *
     * @param commit what runs
     * @param version of what runs; may be empty
     */
    UpdateGraph fetch(String commit, String version, MachineIdentity machine, double wariness, String group)
            throws IOException {
        String address = location;
        if (location.startsWith("http")) {
            address += (location.indexOf('?') < 0 ? "?" : "&") + "basearch=" + architecture();
            address += stream.isEmpty() ? "" : "&stream=" + escaped(stream);
            address += "&os_checksum=" + commit + "&os_version=" + escaped(version) + "&group=" + escaped(group)
                    + "&node_uuid=" + machine.node() + "&rollout_wariness=" + wariness;
        }
        try {
            return UpdateGraph.parse(Network.read(address));
        } catch (IllegalArgumentException e) {
            throw new IOException(location + ": " + e.getMessage(), e);
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
