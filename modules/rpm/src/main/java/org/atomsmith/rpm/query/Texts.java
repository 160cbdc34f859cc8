package org.atomsmith.rpm.query;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.HeaderValue;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.Tag;
import org.atomsmith.rpm.openpgp.SignatureDescription;

/** A package's description and its history, as {@code rpm -qpi} and {@code rpm -qp --changelog} print them. */
public final class Texts {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE MMM dd yyyy", Locale.ROOT);

    private final RpmFile rpm;
    private final Header header;
    private final ZoneId zone;
    private final String locale;

    /**
     * Prepares.
     *
     * @param zone in which times are told
     * @param locale whose translations are taken where the package has them, {@code C} for none
     */
    public Texts(RpmFile rpm, ZoneId zone, String locale) {
        this.rpm = rpm;
        this.header = rpm.header();
        this.zone = zone;
        this.locale = locale;
    }

    /** What the package is, a line for each fact. */
    public String info() throws PackageFormatException {
        StringBuilder text = new StringBuilder();
        line(text, "Name", value(Tag.NAME));
        optional(text, "Epoch", Tag.EPOCH);
        line(text, "Version", value(Tag.VERSION));
        line(text, "Release", value(Tag.RELEASE));
        optional(text, "DistTag", Tag.DISTTAG);
        line(text, "Architecture", value(Tag.ARCH));
        line(text, "Install Date", "(not installed)");
        line(text, "Group", translated(Tag.GROUP));
        line(text, "Size", header.has(Tag.LONGSIZE) ? value(Tag.LONGSIZE) : value(Tag.SIZE));
        line(text, "License", value(Tag.LICENSE));
        line(text, "Signature", signature());
        line(text, "Source RPM", value(Tag.SOURCERPM));
        line(text, "Build Date", date(header.number(Tag.BUILDTIME).orElse(0)));
        line(text, "Build Host", value(Tag.BUILDHOST));
        if (header.has(Tag.PREFIXES)) {
            line(text, "Relocations", String.join(" ", header.strings(Tag.PREFIXES)));
        }
        optional(text, "Packager", Tag.PACKAGER);
        optional(text, "Vendor", Tag.VENDOR);
        optional(text, "VCS", Tag.VCS);
        optional(text, "URL", Tag.URL);
        optional(text, "Bug URL", Tag.BUGURL);
        line(text, "Summary", translated(Tag.SUMMARY));
        return text.append("Description :\n")
                .append(translated(Tag.DESCRIPTION))
                .toString();
    }

    /** The changes, newest first as the package has them; each ends in a blank line. */
    public String changelog() throws PackageFormatException {
        long[] times = header.numbers(Tag.CHANGELOGTIME);
        List<String> names = header.strings(Tag.CHANGELOGNAME);
        List<String> texts = header.strings(Tag.CHANGELOGTEXT);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times.length && i < names.size() && i < texts.size(); i++) {
            String day = Instant.ofEpochSecond(times[i]).atZone(zone).format(DAY);
            text.append("* ").append(day).append(' ').append(names.get(i)).append('\n');
            text.append(texts.get(i)).append("\n\n");
        }
        return text.toString();
    }

    private String signature() throws PackageFormatException {
        List<String> signatures = rpm.headerSignatures().stream()
                .flatMap(s -> SignatureDescription.of(s).stream())
                .map(s -> s.algorithm() + "/" + s.digest() + ", "
                        + date(s.created().getEpochSecond()) + ", Key ID " + s.keyId())
                .toList();
        return signatures.isEmpty() ? "(none)" : String.join("\n              ", signatures);
    }

    private String date(long seconds) {
        return Instant.ofEpochSecond(seconds).atZone(zone).format(DATE);
    }

    private String translated(int tag) throws PackageFormatException {
        if (!header.has(tag)) {
            return "(none)";
        }
        String plain = header.translations(tag).getOrDefault("C", "");
        return header.translations(tag).getOrDefault(locale, plain);
    }

    private String value(int tag) throws PackageFormatException {
        return switch (header.value(tag).orElse(new HeaderValue.Nothing())) {
            case HeaderValue.Numbers(List<Long> values) -> Long.toUnsignedString(values.getFirst());
            case HeaderValue.Strings(List<String> values) -> values.getFirst();
            default -> "(none)";
        };
    }

    private void optional(StringBuilder text, String label, int tag) throws PackageFormatException {
        if (header.has(tag)) {
            line(text, label, value(tag));
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(label)
                .append(" ".repeat(12 - label.length()))
                .append(": ")
                .append(value)
                .append('\n');
    }
}
