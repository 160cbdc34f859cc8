package org.atomsmith.rpm.create;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.rpm.compress.Compression;
import org.atomsmith.rpm.md.Repomd;

/**
 * The metadata that a repository has from an earlier run, whose packages are taken over when their files did not change.
 * Only what this program wrote in the same way is taken: its documents have the packages in one order and one form.
 * Damaged or foreign metadata are as good as none.
 */
final class EarlierRepository implements Closeable {
    private static final Pattern TIME = Pattern.compile("  <time file=\"(\\d{1,18})\"");
    private static final Pattern SIZE = Pattern.compile("  <size package=\"(\\d{1,18})\"");
    private static final Pattern HREF = Pattern.compile("  <location href=\"([^\"]*)\"/>");
    private static final Pattern ID = Pattern.compile("  <checksum type=\"sha256\" pkgid=\"YES\">([0-9a-f]{64})<");

    private final List<FragmentReader> documents;
    private final long written;
    private Optional<Entry> next = Optional.empty();
    private boolean usable;

    /** A package as it was described. */
    private record Entry(String href, long size, long time, Fragments fragments) {}

    private EarlierRepository(List<FragmentReader> documents, long written) {
        this.documents = documents;
        this.written = written;
        this.usable = !documents.isEmpty();
    }

    /** The revision that is published, when there is one that is a number. */
    static OptionalLong revision(Path repodata) throws IOException {
        Optional<Repomd> repomd = repomd(repodata);
        return repomd.filter(r -> r.revision().matches("[0-9]{1,18}")).stream()
                .mapToLong(r -> Long.parseLong(r.revision()))
                .findFirst();
    }

    /**
     * Opens what is there.
     *
     * @param heads the first lines of the documents that will be written, by type
     */
    static EarlierRepository open(Path repodata, List<DocumentKind> kinds) throws IOException {
        Optional<Repomd> repomd = repomd(repodata);
        List<FragmentReader> documents = new ArrayList<>();
        long written = 0;
        try {
            if (repomd.isPresent()) {
                written = Files.getLastModifiedTime(repodata.resolve("repomd.xml"))
                        .to(TimeUnit.SECONDS);
                for (DocumentKind kind : kinds) {
                    Repomd.MetadataFile file = repomd.get().files().get(kind.type());
                    Optional<FragmentReader> document =
                            file == null ? Optional.empty() : document(repodata, file, kind);
                    if (document.isEmpty()) {
                        closeAll(documents);
                        return new EarlierRepository(List.of(), 0);
                    }
                    documents.add(document.get());
                }
            }
            return new EarlierRepository(documents, written);
        } catch (IOException e) {
            closeAll(documents);
            return new EarlierRepository(List.of(), 0);
        }
    }

    private static Optional<Repomd> repomd(Path repodata) throws IOException {
        Path file = repodata.resolve("repomd.xml");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Repomd.parse(Files.readAllBytes(file), file.toString()));
        } catch (org.atomsmith.rpm.PackageFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<FragmentReader> document(Path repodata, Repomd.MetadataFile file, DocumentKind kind)
            throws IOException {
        Path path = repodata.resolveSibling(file.href());
        if (!path.normalize().startsWith(repodata.normalize()) || !digest(path).equals(file.checksum())) {
            return Optional.empty();
        }
        FragmentReader in = new FragmentReader(Compression.decompress(Files.newInputStream(path), path.toString()));
        for (String expected : kind.head(0).lines().toList()) {
            String line = in.line();
            if (!line.replaceFirst("packages=\"\\d+\"", "packages=\"0\"").equals(expected)) {
                in.close();
                return Optional.empty();
            }
        }
        return Optional.of(in);
    }

    private static String digest(Path path) throws IOException {
        MessageDigest digest = MetadataFile.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * What is known of a package file, if it did not change since: same size and time, and modified before the metadata
     * were written. Files are asked for in the order of their paths.
     */
    Optional<Fragments> of(PackageFiles.Found file) {
        try {
            while (usable && (next.isEmpty() || next.get().href().compareTo(file.href()) < 0)) {
                next = read();
                usable = next.isPresent();
            }
        } catch (IOException e) {
            usable = false;
        }
        return next.filter(e -> usable
                        && e.href().equals(file.href())
                        && e.size() == file.size()
                        && e.time() == file.time()
                        && file.time() < written)
                .map(Entry::fragments);
    }

    private Optional<Entry> read() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (FragmentReader document : documents) {
            Optional<byte[]> fragment = document.next();
            if (fragment.isEmpty()) {
                return Optional.empty();
            }
            parts.add(fragment.get());
        }
        String primary = new String(parts.getFirst(), StandardCharsets.UTF_8);
        String id = found(ID, primary);
        String begins = "<package pkgid=\"" + id + "\"";
        for (byte[] part : parts.subList(1, parts.size())) {
            if (!new String(part, 0, Math.min(part.length, begins.length()), StandardCharsets.UTF_8).equals(begins)) {
                return Optional.empty();
            }
        }
        String href = found(HREF, primary)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
        boolean ext = parts.size() == 4;
        return Optional.of(new Entry(
                href,
                Long.parseLong(found(SIZE, primary)),
                Long.parseLong(found(TIME, primary)),
                new Fragments(parts.get(0), parts.get(1), ext ? parts.get(3) : new byte[0], parts.get(2))));
    }

    private static String found(Pattern pattern, String fragment) throws IOException {
        Matcher matcher = pattern.matcher(fragment);
        if (!matcher.find()) {
            throw new IOException("a package's element is not of the form that is written here");
        }
        return matcher.group(1);
    }

    private static void closeAll(List<FragmentReader> documents) throws IOException {
        for (FragmentReader document : documents) {
            document.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeAll(documents);
    }
}
