package org.atomsmith.ostree.trust;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.atomsmith.ostree.gpg.GpgHome;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** Where OpenPGP keys that a repository trusts are found. */
public final class GpgKeyrings {
    private static final String SYSTEM_DIRECTORY = "/usr/share/ostree/trusted.gpg.d";
    private static final String KEYRING = ".gpg";
    private static final String REMOTE_KEYRING = ".trustedkeys.gpg";

    private final Map<String, String> environment;

    /** Keyrings as a process sees them: {@code OSTREE_GPG_HOME} of its environment replaces the system's directory. */
    public GpgKeyrings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The keys of the system, which are for remotes that have none of their own. */
    public GpgKeyring system() throws IOException {
        return ofDirectory(Path.of(environment.getOrDefault("OSTREE_GPG_HOME", SYSTEM_DIRECTORY)));
    }

    /** The keys of all keyrings {@code *.gpg} of a directory; none when there is no directory. */
    public GpgKeyring ofDirectory(Path directory) throws IOException {
        return ofDirectory(directory, KEYRING);
    }

    /** The keys that were imported for a remote. */
    public GpgKeyring imported(Remote remote) throws IOException {
        return Files.exists(remote.keyring()) ? GpgKeyring.read(remote.keyring()) : GpgKeyring.EMPTY;
    }

    /**
     * The keys that may sign what comes from a remote: those imported for it and those that its option
     * {@code gpgkeypath} names, or else the system's.
     */
    public GpgKeyring of(Remote remote) throws IOException {
        boolean own =
                Files.exists(remote.keyring()) || !remote.list("gpgkeypath").isEmpty();
        return own ? configured(remote) : system();
    }

    /** The keys imported for a remote and those that its option {@code gpgkeypath} names. */
    public GpgKeyring configured(Remote remote) throws IOException {
        GpgKeyring keys = imported(remote);
        for (String name : remote.list("gpgkeypath")) {
            Path path = Path.of(name);
            if (name.isEmpty() || !Files.exists(path)) {
                throw new RepositoryException("Reading the keys of remote \"" + remote.name() + "\" at gpgkeypath ("
                        + name + "): No such file or directory");
            }
            keys = keys.with(Files.isDirectory(path) ? ofKeyDirectory(path) : GpgKeyring.read(path));
        }
        return keys;
    }

    /** The public keys of whoever runs this: those of {@code GNUPGHOME}, or of {@code ~/.gnupg}. */
    public GpgKeyring personal() throws IOException {
        return GpgHome.ofUser(environment).publicKeys();
    }

    /** All keys that a repository knows: the system's and those imported for any of its remotes. */
    public GpgKeyring all(Repository repository) throws IOException {
        return system().with(ofDirectory(repository.path(), REMOTE_KEYRING));
    }

    /** A directory that is named as one of keys holds armored files, whatever they are called. */
    private static GpgKeyring ofKeyDirectory(Path directory) throws IOException {
        return ofDirectory(directory, ".asc").with(ofDirectory(directory, KEYRING));
    }

    private static GpgKeyring ofDirectory(Path directory, String ending) throws IOException {
        GpgKeyring keys = GpgKeyring.EMPTY;
        if (!Files.isDirectory(directory)) {
            return keys;
        }
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + ending)) {
            entries.forEach(files::add);
        }
        for (Path file : files) {
            if (Files.isRegularFile(file) && !file.endsWith("secring.gpg") && !file.endsWith("trustdb.gpg")) {
                keys = keys.with(GpgKeyring.read(file));
            }
        }
        return keys;
    }
}
