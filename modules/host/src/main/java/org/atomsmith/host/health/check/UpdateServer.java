package org.atomsmith.host.health.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the update servers takes connections. Wanted only: it may be away. Nothing is asked of it, so the check costs
 * neither it nor this machine anything.
 */
final class UpdateServer implements HealthCheck {
    private static final int PATIENCE_MILLIS = 10_000;

    @Override
    public String name() {
        return "update-server";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Finding run(CheckedSystem system) {
        List<String> failures = new ArrayList<>();
        for (String group : system.repository().groups().keySet()) {
            String url = system.repository().get(group, "url").orElse("");
            if (!group.startsWith("remote ") || !url.startsWith("http")) {
                continue;
            }
            try (Socket socket = new Socket()) {
                URI uri = URI.create(url);
                int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
                socket.connect(new InetSocketAddress(uri.getHost(), port), PATIENCE_MILLIS);
                return Finding.passed(uri.getHost() + " can be reached");
            } catch (IOException | IllegalArgumentException e) {
                failures.add(url + ": " + e.getMessage());
            }
        }
        return failures.isEmpty()
                ? Finding.skipped("no update server is configured")
                : Finding.failed(String.join("; ", failures));
    }
}
