package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.disk.gpt.GptReader;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.read.source.DiskHead;
import org.atomsmith.disk.read.source.DiskImage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomsmith image info}: what is in an image. */
@Command(
        name = "info",
        description = "Prints an image's format, the size of its disk, how much of it is stored, and its partitions.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  atomsmith image info host.qcow2", "  atomsmith image info host.ova --json"})
public final class ImageInfoCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "IMAGE", description = "The image.")
    private Path path = Path.of("");

    @Mixin
    private final InputImage image = new InputImage();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ImageInfoCommand(Session session) {
        this.session = session;
    }

    /**
     * What an image is, as JSON has it.
     *
     * @param fileSize bytes of the file
     * @param diskSize bytes of the disk
     * @param allocated how many of the disk's bytes are stored, null where only reading it all would tell
     * @param diskGuid of the partition table, null when the disk has no GPT
     */
    record Facts(
            String image,
            String format,
            String variant,
            long fileSize,
            long diskSize,
            @Nullable Long allocated,
            @Nullable UUID diskGuid,
            List<Entry> partitions) {}

    /**
     * A partition.
     *
     * @param begin byte of the disk
     * @param size bytes
     * @param type what is known by the name of its type, else the type's GUID
     */
    record Entry(String name, long begin, long size, String type, UUID guid) {
        static Entry of(Partition partition, int sector) {
            String type = Arrays.stream(PartitionType.values())
                    .filter(t -> t.guid().equals(partition.type()))
                    .map(t -> t.name().toLowerCase(Locale.ROOT))
                    .findFirst()
                    .orElseGet(() -> partition.type().toString());
            return new Entry(
                    partition.name(),
                    partition.firstLba() * sector,
                    partition.sectors() * sector,
                    type,
                    partition.guid());
        }
    }

    @Override
    public Integer call() throws IOException {
        Facts facts;
        try (DiskImage disk = image.open(path, Path.of(System.getProperty("java.io.tmpdir")))) {
            Optional<GptReader.Table> table = GptReader.read(DiskHead.of(disk, GptReader.HEAD_BYTES));
            OptionalLong allocated = disk.allocated();
            facts = new Facts(
                    path.toString(),
                    disk.format(),
                    disk.variant(),
                    Files.size(path),
                    disk.length(),
                    allocated.isPresent() ? allocated.getAsLong() : null,
                    table.map(GptReader.Table::diskGuid).orElse(null),
                    table.map(ImageInfoCommand::entries).orElse(List.of()));
        }
        json.print(session, facts, () -> text(facts));
        return ExitCode.DONE;
    }

    private static List<Entry> entries(GptReader.Table table) {
        return table.partitions().stream()
                .map(partition -> Entry.of(partition, table.sector()))
                .toList();
    }

    private static String text(Facts facts) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "format   %s, %s%n", facts.format, facts.variant));
        text.append(String.format(Locale.ROOT, "file     %d bytes%n", facts.fileSize));
        text.append(String.format(Locale.ROOT, "disk     %d bytes", facts.diskSize));
        if (facts.allocated != null) {
            text.append(String.format(Locale.ROOT, ", %d MiB of them stored", facts.allocated >> 20));
        }
        if (facts.diskGuid != null) {
            text.append(String.format(Locale.ROOT, "%nGPT      %s", facts.diskGuid));
        }
        for (Entry entry : facts.partitions) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%12d KiB %12d KiB  %-12s %s",
                    entry.begin >> 10,
                    entry.size >> 10,
                    entry.type,
                    entry.name));
        }
        return text.toString();
    }
}
