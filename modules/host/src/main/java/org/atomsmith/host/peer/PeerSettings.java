package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.system.SettingsFile;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * {@code peers.conf}.
 *
 * @param use whether updates ask peers before the remote ({@code [peers] use})
 * @param patience how long it is waited for peers to say that they are there ({@code wait}, milliseconds)
 * @param addresses peers that are known without asking ({@code addresses})
 * @param networks what counts as local ({@code networks})
 * @param interfaces where peers are looked for, and told of this host; empty for all that lead out of this machine
 *     ({@code interfaces})
 * @param port of the server ({@code [serve] port})
 * @param remotes whose commits are given to others; empty for all that anybody may read ({@code remotes})
 * @param connections at once ({@code connections})
 * @param idle how long the server stays when nobody asks ({@code idle}, seconds)
 */
public record PeerSettings(
        boolean use,
        Duration patience,
        List<URI> addresses,
        Networks networks,
        List<String> interfaces,
        int port,
        List<String> remotes,
        int connections,
        Duration idle) {
    /** Where a server is when nobody says otherwise. */
    public static final int DEFAULT_PORT = 8791;

    private static final String ASK = "peers";
    private static final String SERVE = "serve";
    private static final int LONGEST_WAIT = 10_000;
    private static final int HIGHEST_PORT = 65_535;

    /** Copies the lists; refuses what makes no sense. */
    public PeerSettings {
        addresses = List.copyOf(addresses);
        interfaces = List.copyOf(interfaces);
        remotes = List.copyOf(remotes);
        if (patience.isNegative() || patience.toMillis() > LONGEST_WAIT) {
            throw new IllegalArgumentException("[peers] wait is milliseconds, from 0 to " + LONGEST_WAIT);
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("[serve] port is a number from 1 to " + HIGHEST_PORT);
        }
        if (connections < 1 || connections > 1000 || idle.toSeconds() < 1) {
            throw new IllegalArgumentException("[serve] connections and idle are numbers from 1 on");
        }
    }

    /**
     * Reads a host's settings.
     *
     * @throws HostException when they say what cannot be
     */
    public static PeerSettings read(HostDirectories directories) throws IOException {
        try {
            return of(SettingsFile.read(directories, "peers.conf"));
        } catch (IllegalArgumentException e) {
            throw new HostException("peers.conf: " + e.getMessage(), e);
        }
    }

    /** Reads the settings. */
    public static PeerSettings of(KeyFile file) {
        return new PeerSettings(
                truth(file.get(ASK, "use").orElse("no")),
                Duration.ofMillis(file.getLong(ASK, "wait", 700)),
                addresses(file.get(ASK, "addresses").orElse("")),
                Networks.parse(file.get(ASK, "networks").orElse("")),
                Networks.words(file.get(ASK, "interfaces").orElse("")),
                (int) file.getLong(SERVE, "port", DEFAULT_PORT),
                Networks.words(file.get(SERVE, "remotes").orElse("")),
                (int) file.getLong(SERVE, "connections", 32),
                Duration.ofSeconds(file.getLong(SERVE, "idle", 60)));
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> true;
            case "no", "false", "off", "0", "" -> false;
            default -> throw new IllegalArgumentException("[peers] use: expected yes or no, found '" + text + "'");
        };
    }

    private static List<URI> addresses(String text) {
        List<URI> addresses = new ArrayList<>();
        for (String word : Networks.words(text)) {
            try {
                URI uri = new URI("http://" + word);
                if (uri.getHost() == null || !("http://" + uri.getRawAuthority()).equals("http://" + word)) {
                    throw new IllegalArgumentException(
                            "[peers] addresses: expected HOST or HOST:PORT, found '" + word + "'");
                }
                addresses.add(uri.getPort() > 0 ? uri : new URI("http://" + word + ":" + DEFAULT_PORT));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "[peers] addresses: expected HOST or HOST:PORT, found '" + word + "'", e);
            }
        }
        return addresses;
    }
}
