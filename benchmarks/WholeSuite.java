import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.compose.resolve.MergedSource;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.deb.convert.ConvertedSpecs;
import org.atomsmith.deb.convert.PackageConverter;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;

/**
 * Writes every package of apt suites as an RPM package without files: names, versions and relations as {@code atomsmith repo
 * convert} writes them, and nothing that only the package file knows. Nothing is downloaded but the suites' indexes.
 */
final class WholeSuite {
    /** More than there are processors: each package waits until it is on the disk. */
    private static final int THREADS = 16;

    /** Arguments: a .sources file, a directory for the packages, the cache directory, the architecture in RPM's spelling. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path sources = Path.of(args[0]);
        Path directory = Files.createDirectories(Path.of(args[1]));
        Path cache = Path.of(args[2]);
        List<Repository> repositories = new AptRepositories(
                        new DownloadCache(cache, false), cache, InstantSource.system(), Path.of("/"), args[3])
                .open("suite", SourcesFile.parse(Files.readString(sources), args[0], sources.toAbsolutePath().getParent()),
                        EventSink.none());
        MergedSource suite = new MergedSource(repositories);
        ConvertedSpecs specs = new ConvertedSpecs(suite);
        RpmWriter writer = new RpmWriter(RpmWriter.Format.V4, PayloadCompression.NONE, 0, List.of(), Instant.EPOCH);
        List<RpmPackage> packages = suite.packages();
        List<Future<?>> written = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (RpmPackage p : packages) {
                written.add(threads.submit(() -> {
                    Path pool = Files.createDirectories(directory.resolve(p.name().substring(0, 1)));
                    writer.write(
                            specs.of(p, header(p), List.of(), new TreeMap<>()),
                            pool.resolve(PackageConverter.fileName(p)));
                    return null;
                }));
            }
            for (Future<?> one : written) {
                one.get();
            }
        }
        System.out.println(packages.size() + " packages");
    }

    /** As much of the control paragraph as the index has. */
    private static PackageHeader header(RpmPackage p) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put(DebFormat.CONTROL, "Package: " + p.name() + "\nDescription: " + p.info().summary() + "\n");
        return new PackageHeader(p.nevra(), List.of(), attributes);
    }
}
