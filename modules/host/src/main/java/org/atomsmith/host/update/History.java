package org.atomsmith.host.update;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/**
 * What happened to a host: {@code /var/lib/atomsmith/history}, a line for each event, its fields divided by tabs. Lines
 * are only ever appended, each by one write that is on the disk before anything else happens. A machine that lost its power
 * in the midst of one leaves a part of it, or zeros in its place: that event is lost, and no other.
 */
public final class History {
    private static final int FIELDS = 6;

    /** Larger, and the older half goes. */
    private static final long MAX_SIZE = 1 << 20;

    private final Host host;
    private final Path file;

    /** That of a host. */
    public History(Host host) {
        this.host = host;
        this.file = host.directories().state().resolve("history");
    }

    /**
     * One event.
     *
     * @param time when, in seconds since 1970
     * @param kind {@code staged}, {@code deployed}, {@code finalized}, {@code booted}
     * @param checksum of the deployment's commit
     * @param version of the commit; may be empty
     * @param origin where it came from; may be empty
     * @param cause the command, or the boot
     */
    public record Event(long time, String kind, String checksum, String version, String origin, String cause) {

        /** Under the names of the JSON. */
        SequencedMap<String, Object> facts() {
            SequencedMap<String, Object> facts = new LinkedHashMap<>();
            facts.put("timestamp", time);
            facts.put("event", kind);
            facts.put("checksum", checksum);
            facts.put("version", version);
            facts.put("origin", origin);
            facts.put("cause", cause);
            return facts;
        }
    }

    /** Appends an event about a deployment. */
    public void add(String kind, InstalledDeployment deployment, String cause) throws IOException {
        add(Instant.now().getEpochSecond(), kind, deployment, cause);
    }

    /**
     * Notes that a deployment was finished, if nobody did: libostree's command had finished it, or what was noted at the
     * shutdown never came to the disk.
     *
     * @param booted what runs, and so was finished
     * @param time when, in seconds since 1970, as far as that is known
     */
    public void addMissingEnd(InstalledDeployment booted, long time) throws IOException {
        String commit = booted.deployment().commit().hex();
        Optional<Event> last = events().reversed().stream()
                .filter(event -> event.checksum().equals(commit))
                .findFirst();
        if (last.isPresent() && last.get().kind().equals("staged")) {
            add(Math.max(time, last.get().time()), "finalized", booted, "shutdown");
        }
    }

    private void add(long time, String kind, InstalledDeployment deployment, String cause) throws IOException {
        Files.createDirectories(host.directories().state());
        if (Files.exists(file) && Files.size(file) > MAX_SIZE) {
            shorten();
        }
        String line = String.join(
                "\t",
                Long.toString(time),
                kind,
                deployment.deployment().commit().hex(),
                Versions.of(host.sysroot().repository(), deployment.deployment().commit()),
                deployment.origin().flatMap(Origin::refspec).orElse(""),
                cause.replace('\t', ' ').replace('\n', ' '));
        ByteBuffer bytes = ByteBuffer.wrap(((isCut() ? "\n" : "") + line + "\n").getBytes(UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Whether the last line has no end. */
    private boolean isCut() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, Math.max(0, channel.size() - 1)) == 1 && last.get(0) != '\n';
        }
    }

    /** All events, oldest first. */
    public List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return events;
        }
        for (String line : lines) {
            String[] fields = line.substring(line.lastIndexOf('\0') + 1).split("\t", -1);
            if (fields.length == FIELDS
                    && !fields[0].isEmpty()
                    && fields[0].chars().allMatch(Character::isDigit)) {
                events.add(new Event(Long.parseLong(fields[0]), fields[1], fields[2], fields[3], fields[4], fields[5]));
            }
        }
        return events;
    }

    private void shorten() throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> kept = lines.subList(lines.size() / 2, lines.size());
        org.atomsmith.linux.AtomicFile.write(file, String.join("\n", kept) + "\n");
    }
}
