package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.Repository;

/**
 * Finds, for a new file, the file of the old tree that it was most likely made from: the one of the same path; of the
 * same path but for digits, as versions have them; of the same name; of the same name but for digits. Of several, the
 * one that is nearest in size.
 */
final class SimilarFiles {
    /** A file found by its name only differs in size by no more than this part. */
    private static final double NAME_TOLERANCE = 0.3;
    /** What others may not read, a client may not be able to read either. */
    private static final int WORLD_READABLE = 04;
    /** Of how many files of one name the sizes are looked at. */
    private static final int MOST_CANDIDATES = 64;

    private final Repository repository;
    private final Map<String, Checksum> byPath = new HashMap<>();
    private final Map<String, List<Checksum>> byPattern = new HashMap<>();
    private final Map<String, List<Checksum>> byName = new HashMap<>();
    private final Map<String, List<Checksum>> byNamePattern = new HashMap<>();
    private final Map<Checksum, ContentInfo> infos = new HashMap<>();

    SimilarFiles(Repository repository, CommitObjects old) {
        this.repository = repository;
        old.files().forEach((checksum, paths) -> {
            for (String path : paths) {
                byPath.put(path, checksum);
                add(byPattern, pattern(path), checksum);
                add(byName, name(path), checksum);
                add(byNamePattern, pattern(name(path)), checksum);
            }
        });
    }

    private static void add(Map<String, List<Checksum>> map, String key, Checksum checksum) {
        map.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(checksum);
    }

    /** The source for a file of some paths and a size in bytes; empty when there is none. */
    Optional<Checksum> sourceOf(List<String> paths, long size) throws IOException {
        if (size == 0 || paths.stream().anyMatch(SimilarFiles::isCompressed)) {
            return Optional.empty();
        }
        for (String path : paths) {
            Checksum same = byPath.get(path);
            if (same != null && isUsable(same)) {
                return Optional.of(same);
            }
        }
        for (String path : paths) {
            Optional<Checksum> found = nearest(byPattern, pattern(path), size, 1);
            if (found.isPresent()) {
                return found;
            }
        }
        for (String path : paths) {
            Optional<Checksum> found = nearest(byName, name(path), size, NAME_TOLERANCE);
            if (found.isEmpty()) {
                found = nearest(byNamePattern, pattern(name(path)), size, NAME_TOLERANCE);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Checksum> nearest(Map<String, List<Checksum>> candidates, String key, long size, double tolerance)
            throws IOException {
        Optional<Checksum> best = Optional.empty();
        long distance = (long) (size * tolerance);
        int tries = MOST_CANDIDATES;
        for (Checksum candidate : candidates.getOrDefault(key, List.of())) {
            if (tries-- == 0) {
                break;
            }
            if (isUsable(candidate)) {
                long away = Math.abs(info(candidate).size() - size);
                if (away <= distance) {
                    best = Optional.of(candidate);
                    distance = Math.max(0, away - 1);
                }
            }
        }
        return best;
    }

    private boolean isUsable(Checksum checksum) throws IOException {
        ContentInfo info = info(checksum);
        return !info.header().isSymlink() && info.size() > 0 && (info.header().permissions() & WORLD_READABLE) != 0;
    }

    private ContentInfo info(Checksum checksum) throws IOException {
        ContentInfo info = infos.get(checksum);
        if (info == null) {
            info = repository.contentInfo(checksum);
            infos.put(checksum, info);
        }
        return info;
    }

    /** Small changes change all that follows in a file that is compressed. */
    private static boolean isCompressed(String path) {
        return path.endsWith(".xz") || path.endsWith(".bz2") || path.endsWith(".zst");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The text with each row of digits and dots between them replaced by {@code #}. */
    private static String pattern(String text) {
        StringBuilder pattern = new StringBuilder(text.length());
        boolean inDigits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                if (!inDigits) {
                    pattern.append('#');
                }
                inDigits = true;
            } else if (!(inDigits && c == '.')) {
                pattern.append(c);
                inDigits = false;
            }
        }
        return pattern.toString();
    }
}
