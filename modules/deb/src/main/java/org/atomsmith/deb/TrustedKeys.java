package org.atomsmith.deb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.rpm.openpgp.Keyring;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SignatureVerifier;

/** The keys that may sign an archive: their bytes, parsed only when something must really be verified. */
final class TrustedKeys {
    private final List<Key> keys;

    private TrustedKeys(List<Key> keys) {
        this.keys = keys;
    }

    /**
     * A file or text with keys.
     *
     * @param fingerprint the one that is meant among them, empty for all
     */
    private record Key(String name, byte[] bytes, String fingerprint) {}

    /**
     * Reads the files.
     *
     * @param place of the stanza, for messages
     * @param signedBy none means the keys that the machine's apt trusts for every archive
     * @param machine root directory of the machine
     */
    static TrustedKeys read(String place, List<SignedBy> signedBy, Path machine) throws IOException {
        List<Key> keys = new ArrayList<>();
        if (signedBy.isEmpty()) {
            keys.addAll(machineKeys(place, machine, ""));
        }
        for (SignedBy by : signedBy) {
            switch (by) {
                case SignedBy.KeyFile(Path path) -> keys.add(key(place, path, ""));
                case SignedBy.InlineKey(String armored) ->
                    keys.add(new Key(place + " (Signed-By)", armored.getBytes(StandardCharsets.US_ASCII), ""));
                case SignedBy.Fingerprint(String hex) -> keys.addAll(machineKeys(place, machine, hex));
            }
        }
        if (keys.isEmpty()) {
            throw new AptException.NotTrusted(
                    place + ": no key may sign this archive: this machine's apt trusts none for" + " every archive ("
                            + machine.resolve("etc/apt/trusted.gpg.d") + "); write 'Signed-By: FILE'");
        }
        return new TrustedKeys(keys);
    }

    private static List<Key> machineKeys(String place, Path machine, String fingerprint) throws IOException {
        List<Path> files = new ArrayList<>(List.of(machine.resolve("etc/apt/trusted.gpg")));
        Path directory = machine.resolve("etc/apt/trusted.gpg.d");
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*.{gpg,asc}")) {
                List<Path> sorted = new ArrayList<>();
                parts.forEach(sorted::add);
                sorted.sort(Comparator.naturalOrder());
                files.addAll(sorted);
            }
        }
        List<Key> keys = new ArrayList<>();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                keys.add(key(place, file, fingerprint));
            }
        }
        return keys;
    }

    private static Key key(String place, Path path, String fingerprint) throws AptException {
        try {
            return new Key(path.toString(), Files.readAllBytes(path), fingerprint);
        } catch (IOException e) {
            throw new AptException.NotTrusted(
                    place + ": key file " + path + " cannot be read: " + e + "; check 'Signed-By'", e);
        }
    }

    /** What stands for these keys in a digest. */
    List<byte[]> identity() {
        List<byte[]> bytes = new ArrayList<>();
        for (Key key : keys) {
            bytes.add(key.bytes());
            bytes.add(key.fingerprint().getBytes(StandardCharsets.US_ASCII));
        }
        return bytes;
    }

    /** A verifier that trusts these keys. */
    SignatureVerifier verifier(InstantSource clock) throws OpenPgpException {
        List<Keyring> keyrings = new ArrayList<>();
        for (Key key : keys) {
            Keyring keyring = Keyring.parse(key.bytes(), key.name());
            keyrings.add(key.fingerprint().isEmpty() ? keyring : keyring.restrictedTo(Set.of(key.fingerprint())));
        }
        return new SignatureVerifier(Keyring.all(keyrings), clock, SignatureVerifier.KeyExpiry.NOW);
    }
}
