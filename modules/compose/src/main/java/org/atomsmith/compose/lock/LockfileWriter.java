package org.atomsmith.compose.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.JsonText;

/** Writes lockfiles: JSON, keys sorted, LF, a newline at the end; the same lockfile gives the same bytes. */
public final class LockfileWriter {

    /** A writer. */
    public LockfileWriter() {}

    /** The lockfile as text. */
    public String toJson(Lockfile lockfile) {
        Map<String, Object> packages = new TreeMap<>();
        lockfile.packages().forEach((name, locked) -> packages.put(name, fields(locked)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("packages", packages);
        if (!lockfile.sourcePackages().isEmpty()) {
            Map<String, Object> sources = new TreeMap<>();
            lockfile.sourcePackages().forEach((name, evr) -> sources.put(name, Map.of("evr", evr)));
            all.put("source-packages", sources);
        }
        if (!lockfile.metadata().isEmpty()) {
            all.put("metadata", JsonText.sorted(lockfile.metadata()));
        }
        return JsonText.write(all);
    }

    private static Map<String, Object> fields(LockedPackage locked) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(locked.arch().isPresent() ? "evra" : "evr", locked.evra());
        locked.digest().ifPresent(digest -> fields.put("digest", digest));
        locked.repo().ifPresent(repo -> fields.put("repo", repo));
        if (!locked.metadata().isEmpty()) {
            fields.put("metadata", JsonText.sorted(locked.metadata()));
        }
        return fields;
    }

    /** Replaces a file with the lockfile, whole or not at all; a file that already says the same is left alone. */
    public void write(Lockfile lockfile, Path file) throws IOException {
        byte[] bytes = toJson(lockfile).getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.resolveSibling(""));
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
