package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.delta.DeltaGenerator;
import org.atomsmith.ostree.delta.DeltaOptions;
import org.atomsmith.ostree.delta.DeltaStatistics;
import org.atomsmith.ostree.delta.Endianness;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.Signer;

/** {@code ostree static-delta generate}. */
final class GenerateDeltaCommand implements Command {
    private static final long MEGABYTE = 1_000_000;

    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "[TO]",
                "Generate static delta files",
                Option.value("from", "REV", "Create delta from revision REV"),
                Option.flag("empty", "Create delta from scratch"),
                Option.flag("inline", "Inline delta parts into main delta"),
                Option.value("to", "REV", "Create delta to revision REV"),
                Option.flag("disable-bsdiff", "Disable use of bsdiff"),
                Option.flag("if-not-exists", 'n', "Only generate if a delta does not already exist"),
                Option.value("set-endianness", "ENDIAN", "Choose metadata endianness ('l' or 'B')"),
                Option.flag("swap-endianness", "Swap metadata endianness from host order"),
                Option.value(
                        "min-fallback-size",
                        "SIZE",
                        "Minimum uncompressed size in megabytes for individual HTTP request"),
                Option.value(
                        "max-bsdiff-size",
                        "SIZE",
                        "Maximum size in megabytes to consider bsdiff compression for input files"),
                Option.value("max-chunk-size", "SIZE", "Maximum size of delta chunks in megabytes"),
                Option.value(
                        "filename",
                        "PATH",
                        "Write the delta content to PATH (a directory).  If not specified, the OSTree repository is used"),
                Option.value("sign", "KEY_ID", "Sign the delta with"),
                DeltaKeys.SIGN_TYPE,
                DeltaKeys.KEYS_FILE);
    }

    @Override
    public int run(Call call) throws IOException {
        String to = call.value("to")
                .or(() -> call.argument(0))
                .orElseThrow(() -> new UsageException("TO revision must be specified"));
        if (call.has("empty") && call.has("from")) {
            throw new UsageException("Cannot specify both --empty and --from=REV");
        }
        Repository repository = call.repository();
        Optional<Checksum> from = call.has("empty")
                ? Optional.empty()
                : Optional.of(repository.resolve(call.value("from").orElse(to + "^")));
        DeltaName name = new DeltaName(from, repository.resolve(to));
        if (call.has("if-not-exists") && repository.deltas().has(name)) {
            call.out().println("Delta " + name.id() + " already exists.");
            return 0;
        }
        DeltaOptions options = options(call);
        call.out().println("Generating static delta:");
        call.out().println("  From: " + from.map(Checksum::hex).orElse("empty"));
        call.out().println("  To:   " + name.to().hex());
        call.out().flush();
        DeltaStatistics made =
                new DeltaGenerator(repository, options, line -> call.err().println(line)).generate(name);
        call.err()
                .println("uncompressed=" + made.uncompressedSize() + " compressed=" + made.compressedSize() + " loose="
                        + made.looseSize());
        call.err().println("rollsum=" + made.copied() + " objects, " + made.copiedBytes() + " bytes");
        call.err().println("bsdiff=" + made.patched() + " objects");
        return 0;
    }

    private static DeltaOptions options(Call call) throws IOException {
        DeltaOptions standard = DeltaOptions.standard(System.currentTimeMillis() / 1000);
        return new DeltaOptions(
                megabytes(call, "min-fallback-size", standard.minFallbackSize()),
                megabytes(call, "max-bsdiff-size", standard.maxBsdiffSize()),
                megabytes(call, "max-chunk-size", standard.maxChunkSize()),
                !call.has("disable-bsdiff"),
                call.has("inline"),
                endianness(call),
                call.value("filename").map(Path::of),
                signers(call),
                standard.timestamp());
    }

    private static long megabytes(Call call, String option, long otherwise) {
        long size = call.number(option, otherwise / MEGABYTE);
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new UsageException("--" + option + ": a number of megabytes, found " + size);
        }
        return size * MEGABYTE;
    }

    private static Endianness endianness(Call call) {
        Endianness set = call.value("set-endianness")
                .map(text -> switch (text) {
                    case "l" -> Endianness.LITTLE;
                    case "B" -> Endianness.BIG;
                    default -> throw new UsageException("Invalid endianness '" + text + "'");
                })
                .orElse(Endianness.LITTLE);
        return call.has("swap-endianness") ? set.swapped() : set;
    }

    private static List<Signer> signers(Call call) throws IOException {
        List<String> keys = new ArrayList<>(call.values("sign"));
        Optional<String> file = call.value("keys-file");
        if (file.isPresent()) {
            Path path = Path.of(file.get());
            if (!Files.isRegularFile(path)) {
                throw new RepositoryException("File object '" + path + "' is not a regular file");
            }
            Files.readAllLines(path).stream().filter(line -> !line.isBlank()).forEach(keys::add);
        }
        SignatureType type = DeltaKeys.type(call);
        List<Signer> signers = new ArrayList<>();
        keys.forEach(key -> signers.add(type.signer(key, call.environment())));
        return signers;
    }
}
