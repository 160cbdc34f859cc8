package org.atomsmith.ostree.cli.command;

import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.Summary;

/** A summary as commands print it. */
public final class SummaryText {
    private static final String COLLECTION_MAP = "ostree.summary.collection-map";

    private SummaryText() {}

    /**
     * Prints what a call asks for of a summary: all of it, {@code --raw}, {@code --list-metadata-keys} or
     * {@code --print-metadata-key}.
     */
    public static void print(Call call, byte[] bytes) throws RepositoryException, CorruptObjectException {
        if (call.has("raw")) {
            try {
                call.out()
                        .println(
                                Variant.parse(Summary.TYPE, bytes).byteSwapped().print(true));
            } catch (VariantException e) {
                throw new CorruptObjectException("summary: " + e.getMessage(), e);
            }
            return;
        }
        Summary summary = Summary.parse(bytes);
        if (call.has("list-metadata-keys")) {
            new TreeSet<>(summary.metadata().keySet()).forEach(call.out()::println);
        } else if (call.has("print-metadata-key")) {
            String key = call.value("print-metadata-key").orElseThrow();
            Variant value = summary.metadata().get(key);
            if (value == null) {
                throw new RepositoryException("No such metadata key '" + key + "'");
            }
            call.out().println(value.print(true));
        } else {
            print(call.out(), summary);
        }
    }

    private static void print(PrintStream out, Summary summary) {
        boolean collection = summary.metadata().get("ostree.summary.collection-id") instanceof Variant.Text;
        summary.refs()
                .forEach((ref, entry) -> ref(
                        out,
                        collection
                                ? new CollectionRef(
                                                Optional.ofNullable(summary.metadata()
                                                                .get("ostree.summary.collection-id"))
                                                        .map(Variant::asString)
                                                        .orElse(""),
                                                ref)
                                        .toString()
                                : ref,
                        entry.commitSize(),
                        entry.commit(),
                        entry.metadata()));
        if (summary.metadata().get(COLLECTION_MAP) instanceof Variant.Array map) {
            for (Variant other : map.items()) {
                for (Variant ref : other.get(1).children()) {
                    Variant entry = ref.get(1);
                    ref(
                            out,
                            new CollectionRef(
                                            other.get(0).asString(), ref.get(0).asString())
                                    .toString(),
                            entry.get(0).asLong(),
                            Checksum.of(entry.get(1).asBytes()),
                            entry.get(2).asDict());
                }
            }
        }
        summary.metadata().forEach((key, value) -> {
            if (!key.equals(COLLECTION_MAP)) {
                out.println(labelled(key, value));
            }
        });
    }

    private static void ref(
            PrintStream out, String name, long size, Checksum commit, SequencedMap<String, Variant> metadata) {
        out.println("* " + name);
        out.println("    Latest Commit (" + ByteCount.text(size) + "):");
        out.println("      " + commit);
        for (Map.Entry<String, Variant> entry : metadata.entrySet()) {
            out.println("    " + labelled(entry.getKey(), entry.getValue()));
        }
        out.println();
    }

    private static String labelled(String key, Variant value) {
        String label = switch (key) {
            case "ostree.commit.timestamp" -> "Timestamp";
            case "ostree.commit.version" -> "Version";
            case "ostree.summary.mode" -> "Repository Mode";
            case "ostree.summary.last-modified" -> "Last-Modified";
            case "ostree.summary.expires" -> "Expires";
            case "ostree.summary.tombstone-commits" -> "Has Tombstone Commits";
            case "ostree.summary.collection-id" -> "Collection ID";
            case "ostree.static-deltas" -> "Static Deltas";
            default -> "";
        };
        return label.isEmpty() ? key + ": " + value.print(false) : label + " (" + key + "): " + text(key, value);
    }

    private static String text(String key, Variant value) {
        return switch (value) {
            case Variant.Text text -> text.value();
            case Variant.Number(char letter, long bits)
            when letter == 't' && !key.endsWith("mode") -> time(Long.reverseBytes(bits));
            case Variant.Number(char letter, long bits) when letter == 'b' -> bits != 0 ? "Yes" : "No";
            default -> value.print(false);
        };
    }

    private static String time(long seconds) {
        try {
            OffsetDateTime time = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
            return time.getYear() + "-" + two(time.getMonthValue()) + "-" + two(time.getDayOfMonth()) + "T"
                    + two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond()) + "+00";
        } catch (DateTimeException e) {
            return Long.toUnsignedString(seconds);
        }
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
