package org.atomsmith.cli.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.read.source.ContentDigest;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.image.ImageFacts;
import org.atomsmith.image.ImageFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith image convert}: a disk from one format into another. */
@Command(
        name = "convert",
        description = "Writes the disk in an image as an image of another format.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Read are raw, qcow2, VMDK, VHD, VHDX and VDI, also compressed (gzip, xz, zstd), and the one disk in an OVA,",
            "a Vagrant box or another tar archive. What is written is what atomsmith image --list shows.",
            "An older OUT is replaced when the new one is complete.",
            "",
            "Examples:",
            "  atomsmith image convert host.ova host.qcow2",
            "  atomsmith image convert host.qcow2 host.img --format vhd",
            "  atomsmith image convert disk.bin host.vmdk --input-format raw --json"
        })
public final class ImageConvertCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "IN", description = "The image to read.")
    private Path input = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The image to write.")
    private Path output = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The format to write (default: by the suffix of OUT).")
    private Optional<String> format = Optional.empty();

    @Mixin
    private final InputImage image = new InputImage();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public ImageConvertCommand(Session session) {
        this.session = session;
    }

    /**
     * What was done, as JSON has it.
     *
     * @param inputFormat the format that was read, and its variant
     * @param diskSize bytes of the disk
     * @param size bytes of the file
     * @param sha256 of the file
     */
    record Facts(
            String input,
            String inputFormat,
            String inputVariant,
            long diskSize,
            String output,
            String format,
            long size,
            String sha256) {}

    @Override
    public Integer call() throws IOException {
        ImageFormat wanted = format.map(ImageSelection::format).orElseGet(() -> ImageCommand.formatOf(output));
        if (!(wanted.maker() instanceof ImageFormat.OfDisk of)) {
            throw new UsageException(
                    wanted.name() + " is made of a commit, not of a disk: atomsmith image REF --repo DIR " + "--format "
                            + wanted.name() + " -o " + output);
        }
        if (Files.exists(output) && Files.isSameFile(input, output)) {
            throw new UsageException("IN and OUT are the same file, " + output + "; choose another name for OUT");
        }
        Facts facts;
        try (Display display = session.progress();
                DiskImage disk = image.open(input, folder(output))) {
            facts = convert(disk, wanted, of, display);
        }
        json.print(session, facts, () -> text(facts));
        return ExitCode.DONE;
    }

    private Facts convert(DiskImage disk, ImageFormat wanted, ImageFormat.OfDisk of, EventSink events)
            throws IOException {
        ImageFacts about = ImageFacts.ofDisk(name(input), () -> digest(disk, events));
        DiskWriter.Output file = new DiskWriter.Output(output, of.format().apply(about));
        try (Step step = Step.begin(events, "convert", "Convert the disk", disk.length(), Event.Unit.BYTES)) {
            WrittenFile written = DiskWriter.write(disk, List.of(file), false, step::advance)
                    .files()
                    .getFirst();
            step.end(disk.format() + " to " + wanted.name() + ", disk of " + (disk.length() >> 20) + " MiB");
            return new Facts(
                    input.toString(),
                    disk.format(),
                    disk.variant(),
                    disk.length(),
                    output.toString(),
                    wanted.name(),
                    written.size(),
                    written.sha256());
        }
    }

    /** Formats with identifiers get them from what is on the disk, which is read for it first. */
    private static String digest(DiskImage disk, EventSink events) {
        try (Step step =
                Step.begin(events, "digest", "Read the disk for its identifiers", disk.length(), Event.Unit.BYTES)) {
            String digest = ContentDigest.of(disk, step::advance);
            step.end("sha256:" + digest.substring(0, 12));
            return digest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String text(Facts facts) {
        return String.format(Locale.ROOT, "%s  %d MB  sha256:%s", facts.output, facts.size / 1_000_000, facts.sha256);
    }
}
