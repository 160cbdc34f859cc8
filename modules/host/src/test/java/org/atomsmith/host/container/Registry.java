package org.atomsmith.host.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.RunningCommand;
import org.junit.jupiter.api.Assumptions;

/** The distribution project's registry, on a port of this machine's own. */
final class Registry implements AutoCloseable {
    private final int port;
    private final RunningCommand server;

    private Registry(int port, RunningCommand server) {
        this.port = port;
        this.server = server;
    }

    static Registry start(Path directory) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/docker-registry")), "docker-registry is not installed");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path configuration = directory.resolve("registry.yml");
        Files.writeString(configuration, """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(directory.resolve("registry"), port));
        RunningCommand server = Command.of("docker-registry", "serve", configuration.toString())
                .withInheritedEnvironment()
                .withDeathOfParent()
                .start();
        Registry registry = new Registry(port, server);
        registry.await();
        return registry;
    }

    private void await() throws IOException {
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                pause();
            }
        }
        throw new IOException("the registry does not listen");
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.close();
    }
}
