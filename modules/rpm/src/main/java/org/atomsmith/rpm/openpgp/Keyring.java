package org.atomsmith.rpm.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;

/** Trusted certificates (public keys), read from files, directories or text. Immutable. */
public final class Keyring {
    private static final int MAX_BYTES = 32 << 20;

    private final List<String> origins;
    private final List<Certificate> certificates;

    private Keyring(List<String> origins, List<Certificate> certificates) {
        this.origins = List.copyOf(origins);
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Reads a keyring file, binary or in ASCII armour, or every {@code .gpg}, {@code .asc} and {@code .pgp} file of a
     * directory.
     *
     * @throws OpenPgpException.BadKeyring when it is missing, holds no public key or is damaged
     */
    public static Keyring read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return parse(bytes(path), path.toString());
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(path)) {
            files = entries.filter(p -> p.toString().matches(".*\\.(gpg|asc|pgp)"))
                    .sorted()
                    .toList();
        }
        List<Keyring> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(parse(bytes(file), file.toString()));
        }
        if (parts.isEmpty()) {
            throw new OpenPgpException.BadKeyring(path
                    + ": the key directory holds no .gpg, .asc or .pgp file; put the repository's public key there");
        }
        return all(parts);
    }

    /**
     * Reads certificates, binary or in ASCII armour.
     *
     * @param name what messages call this keyring
     */
    public static Keyring parse(byte[] bytes, String name) throws OpenPgpException {
        if (bytes.length > 12 && bytes[8] == 'K' && bytes[9] == 'B' && bytes[10] == 'X' && bytes[11] == 'f') {
            throw new OpenPgpException.BadKeyring(name
                    + ": this is GnuPG's private keybox format; export it: gpg --no-default-keyring --keyring " + name
                    + " --export > keyring.gpg");
        }
        List<Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : Packets.read(bytes)) {
                switch (object) {
                    case PGPPublicKeyRing ring -> certificates.add(new Certificate(ring, name));
                    case PGPMarker _ -> {}
                    case PGPSecretKeyRing _ ->
                        throw new OpenPgpException.BadKeyring(
                                name + ": this file holds secret keys; give the public ones (gpg --export)");
                    default ->
                        throw new OpenPgpException.BadKeyring(name + ": this is not a keyring: it holds a "
                                + object.getClass().getSimpleName());
                }
            }
        } catch (Packets.DamagedException e) {
            throw new OpenPgpException.BadKeyring(name + ": the keyring cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new OpenPgpException.BadKeyring(name + ": there is no public key in this file");
        }
        return new Keyring(List.of(name), certificates);
    }

    /** Several keyrings as one. */
    public static Keyring all(List<Keyring> parts) {
        return new Keyring(
                parts.stream().flatMap(k -> k.origins.stream()).toList(),
                parts.stream().flatMap(k -> k.certificates.stream()).toList());
    }

    /**
     * Only the certificates whose primary key or subkey has one of these fingerprints (hexadecimal, spaces allowed), as
     * apt's {@code Signed-By} lists them.
     */
    public Keyring restrictedTo(Set<String> fingerprints) {
        Set<String> wanted = fingerprints.stream()
                .map(f -> f.replaceAll("[\\s!]", "").toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Keyring(
                origins,
                certificates.stream()
                        .filter(c -> c.keys().stream().map(Keyring::hex).anyMatch(wanted::contains))
                        .toList());
    }

    /** Fingerprints of the certificates' primary keys, upper-case hexadecimal, sorted. */
    public Set<String> fingerprints() {
        return certificates.stream().map(c -> hex(c.primary())).collect(Collectors.toCollection(TreeSet::new));
    }

    List<Certificate> certificates() {
        return certificates;
    }

    /** For messages: where this was read from and how many certificates it holds. */
    @Override
    public String toString() {
        String where = switch (origins.size()) {
            case 0 -> "the empty keyring";
            case 1 -> "keyring " + origins.getFirst();
            default -> "keyrings " + String.join(", ", origins);
        };
        return where + " (" + certificates.size() + (certificates.size() == 1 ? " key)" : " keys)");
    }

    static String hex(PGPPublicKey key) {
        return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new OpenPgpException.BadKeyring(file + ": the keyring is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new OpenPgpException.BadKeyring(
                    file + ": there is no such keyring; install the package that brings it, or name another one");
        }
    }
}
