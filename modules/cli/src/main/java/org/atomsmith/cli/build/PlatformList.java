package org.atomsmith.cli.build;

import java.util.List;
import java.util.Locale;
import org.atomsmith.image.ImageFormat;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;

/**
 * What images there can be: the facts of {@code atomsmith image --list}.
 *
 * @param platforms where images run
 * @param formats kinds of files
 */
record PlatformList(List<PlatformRow> platforms, List<FormatRow> formats) {

    /**
     * A platform.
     *
     * @param align the disk is a whole number of so many bytes
     * @param free bytes that the root file system has to spare
     */
    record PlatformRow(
            String name,
            String title,
            List<String> aliases,
            List<String> formats,
            long align,
            long free,
            List<String> kernelArguments,
            String datasource,
            String upload) {}

    /** A format. */
    record FormatRow(String name, String suffix, String title) {}

    static PlatformList of(Platforms platforms) {
        return new PlatformList(
                platforms.all().stream().map(PlatformList::row).toList(),
                ImageFormat.ALL.stream()
                        .map(format -> new FormatRow(format.name(), format.suffix(), format.title()))
                        .toList());
    }

    private static PlatformRow row(Platform platform) {
        return new PlatformRow(
                platform.name(),
                platform.title(),
                platform.aliases(),
                platform.formats(),
                platform.alignment(),
                platform.free(),
                platform.kernelArguments(),
                platform.datasource(),
                platform.upload());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-19s %-38s %-11s %s%n", "PLATFORM", "RUNS ON", "DISK", "FORMATS"));
        for (PlatformRow row : platforms) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-19s %-38s %-11s %s%s%n",
                    row.name,
                    row.title,
                    "whole " + (row.align >= 1L << 30 ? (row.align >> 30) + " GiB" : (row.align >> 20) + " MiB"),
                    String.join(", ", row.formats),
                    row.aliases.isEmpty() ? "" : "; also called " + String.join(", ", row.aliases)));
        }
        text.append(String.format(Locale.ROOT, "%n%-19s %-22s %s%n", "FORMAT", "SUFFIX", "IS"));
        for (FormatRow row : formats) {
            text.append(String.format(Locale.ROOT, "%-19s %-22s %s%n", row.name, "." + row.suffix, row.title));
        }
        return text.toString().stripTrailing();
    }
}
