package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.disk.read.detect.ImageOpener;
import org.atomsmith.disk.read.detect.InputFormat;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.rpm.NearNames;
import picocli.CommandLine.Option;

/** How an image that exists is opened. */
final class InputImage {
    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            description = "The format of the image: qcow2, vmdk, vhd, vhdx, vdi, tar or raw (default: what it shows).")
    private Optional<String> format = Optional.empty();

    /**
     * Opens an image.
     *
     * @param scratch a folder for one that has to be unpacked before it can be read
     */
    DiskImage open(Path image, Path scratch) throws IOException {
        return new ImageOpener(scratch).open(image, format.map(InputImage::named));
    }

    private static InputFormat named(String name) {
        return InputFormat.named(name).orElseThrow(() -> {
            List<String> names = Arrays.stream(InputFormat.values())
                    .map(f -> f.name().toLowerCase(Locale.ROOT))
                    .toList();
            List<String> near = NearNames.of(name, names, 3);
            return new UsageException("--input-format " + name + " is not read; "
                    + (near.isEmpty()
                            ? "there are " + String.join(", ", names)
                            : "did you mean " + String.join(" or ", near) + "?"));
        });
    }
}
