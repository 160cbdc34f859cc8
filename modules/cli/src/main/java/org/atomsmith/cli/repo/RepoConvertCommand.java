package org.atomsmith.cli.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.convert.SuiteConversion;
import org.atomsmith.rpm.create.RepositoryOptions;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.openpgp.SigningKey;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith repo convert}: a part of an apt suite becomes an RPM repository. */
@Command(
        name = "convert",
        description = "Writes packages of an apt suite, and all that they need, as RPM package files with metadata.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "SUITE is a .sources file of apt, or the name of a suite of the archive that this machine's apt uses.",
            "With --sign-key the packages and the metadata are signed; ATOMSMITH_SIGN_PASSPHRASE is the key's passphrase.",
            "",
            "Examples:",
            "  atomsmith repo convert trixie openssh-server podman --out repo",
            "  atomsmith repo convert examples/debian.sources bash --out repo --sign-key secret.asc",
            "  atomsmith repo convert trixie bash --out repo --format 6 --compress none"
        })
public final class RepoConvertCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "SUITE", description = "The suite.")
    private String suite = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PACKAGE", description = "The packages.")
    private List<String> packages = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where the repository is made.")
    private Path out = Path.of("");

    @Mixin
    private final SigningKeyOption signKey = new SigningKeyOption();

    @Option(names = "--format", paramLabel = "N", description = "Format of the packages: 4 (the default) or 6.")
    private int format = 4;

    @Option(
            names = "--compress",
            paramLabel = "KIND[:LEVEL]",
            description = "How payloads are compressed: zstd, xz, gzip, bzip2, lzma or none (default: zstd:3).")
    private String compression = "zstd:3";

    @Option(names = "--recommends", description = "Take what the packages recommend, too.")
    private boolean recommends;

    @Option(names = "--arch", paramLabel = "ARCH", description = "The architecture (default: ${DEFAULT-VALUE}).")
    private String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");

    @Option(names = "--offline", description = "Use what the cache holds and never the network.")
    private boolean offline;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RepoConvertCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        // Signatures have the key's own time: the same packages are the same bytes.
        Optional<SigningKey> key = signKey.read(session);
        RpmWriter writer = writer(key);
        RepositoryOptions metadata = RepositoryOptions.plain();
        if (key.isPresent()) {
            metadata = metadata.signedBy(document -> key.get().sign(document, Instant.EPOCH));
        }
        Path cache = BuildCache.defaultRoot(session.environment());
        SuiteConversion.Converted converted;
        try (Display display = session.progress()) {
            SuiteConversion conversion =
                    new SuiteConversion(cache, new DownloadCache(cache, offline), InstantSource.system(), display);
            converted = conversion.run(
                    new SuiteConversion.Wanted(suite, packages, recommends, arch), out, writer, metadata);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        json.print(session, converted, () -> text(converted));
        return ExitCode.DONE;
    }

    private RpmWriter writer(Optional<SigningKey> key) {
        if (format != 4 && format != 6) {
            throw new UsageException("--format: expected 4 or 6, found " + format);
        }
        int colon = compression.indexOf(':');
        String kind = colon < 0 ? compression : compression.substring(0, colon);
        String level = colon < 0 ? "" : compression.substring(colon + 1);
        try {
            PayloadCompression chosen = PayloadCompression.valueOf(kind.toUpperCase(Locale.ROOT));
            return new RpmWriter(
                    format == 6 ? RpmWriter.Format.V6 : RpmWriter.Format.V4,
                    chosen,
                    level.isEmpty() ? chosen.usualLevel() : Integer.parseInt(level),
                    key.stream().toList(),
                    Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--compress: expected zstd, xz, gzip, bzip2, lzma or none, perhaps with a level that it has,"
                            + " such as zstd:3; found '" + compression + "'");
        }
    }

    private static String text(SuiteConversion.Converted converted) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d packages, %d relations in other words",
                converted.directory(),
                converted.files().size(),
                converted.rewritten().size()));
        converted.rewritten().forEach(each -> text.append("\n  ").append(each));
        return text.toString();
    }
}
