package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectType;

/** What users write for a commit: a refspec, a checksum or the beginning of one, or any of these with {@code ^}. */
final class Revisions {
    private final Repository repository;

    Revisions(Repository repository) {
        this.repository = repository;
    }

    Checksum resolve(String rev) throws IOException {
        return find(rev).orElseThrow(() -> new RepositoryException("Refspec '" + rev + "' not found"));
    }

    Optional<Checksum> find(String rev) throws IOException {
        if (!rev.endsWith("^")) {
            return named(rev);
        }
        Optional<Checksum> child = find(rev.substring(0, rev.length() - 1));
        if (child.isEmpty()) {
            return child;
        }
        Commit commit = repository.readCommit(child.get());
        return Optional.of(
                commit.parent().orElseThrow(() -> new RepositoryException("Commit " + child.get() + " has no parent")));
    }

    private Optional<Checksum> named(String rev) throws IOException {
        Optional<Checksum> found = repository.refs().resolve(rev);
        if (found.isEmpty() && rev.indexOf(':') < 0) {
            found = inRemotes(rev);
        }
        int slash = rev.indexOf('/');
        if (found.isEmpty() && slash > 0 && rev.indexOf(':') < 0) {
            // The path of a remote's ref in the repository is taken for it, too.
            found = repository.refs().resolve(rev.substring(0, slash) + ":" + rev.substring(slash + 1));
        }
        if (found.isEmpty()) {
            found = abbreviated(rev);
        }
        Optional<String> parent = repository.config().file().get("core", "parent");
        return found.isPresent() || parent.isEmpty()
                ? found
                : Repository.open(Path.of(parent.get())).find(rev);
    }

    private Optional<Checksum> inRemotes(String ref) throws IOException {
        for (String remote : repository.refs().remotes()) {
            Optional<Checksum> found = repository.refs().resolve(remote + ":" + ref);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Checksum> abbreviated(String digits) throws IOException {
        if (digits.length() < 2 || digits.length() >= 2 * Checksum.SIZE || !isHex(digits)) {
            return Optional.empty();
        }
        String shard = digits.substring(0, 2);
        String extension = "." + ObjectType.COMMIT.extension();
        String[] names = repository.files().directory().resolve(shard).toFile().list();
        Optional<Checksum> found = Optional.empty();
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith(digits.substring(2)) && name.endsWith(extension)) {
                if (found.isPresent()) {
                    throw new RepositoryException("Refspec '" + digits + "' not unique");
                }
                found = Checksum.tryParse(shard + name.substring(0, name.length() - extension.length()));
            }
        }
        return found;
    }

    private static boolean isHex(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), 16) < 0) {
                return false;
            }
        }
        return digits.equals(digits.toLowerCase(Locale.ROOT));
    }
}
