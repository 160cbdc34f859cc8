package org.atomsmith.ostree.sign;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Public keys of one kind, trusted or revoked, and what they say of signatures. */
public final class TrustedKeys {
    private static final List<Path> SYSTEM_DIRECTORIES = List.of(Path.of("/etc/ostree"), Path.of("/usr/share/ostree"));
    /** More names of keys would make a message unreadable. */
    private static final int NAMED_IN_MESSAGE = 3;

    private final SignatureType type;
    private final Function<String, Verifier> parser;
    private final Set<Verifier> trusted = new LinkedHashSet<>();
    private final Set<Verifier> revoked = new LinkedHashSet<>();

    TrustedKeys(SignatureType type, Function<String, Verifier> parser) {
        this.type = type;
        this.parser = parser;
    }

    /** Of which kind the keys are. */
    public SignatureType type() {
        return type;
    }

    /** True when there is no trusted key yet. */
    public boolean isEmpty() {
        return trusted.isEmpty();
    }

    /**
     * Trusts a key.
     *
     * @throws SignatureKeyException when the text is none
     */
    public void add(String publicKey) {
        trusted.add(parser.apply(publicKey));
    }

    /**
     * Trusts the keys of a file: one in a line, or PEM blocks. Lines that are no key are passed over.
     *
     * @throws SignatureKeyException when there is no key in it
     */
    public void addFile(Path file) throws IOException {
        if (!read(file, trusted)) {
            throw new SignatureKeyException(type.typeName() + ": no valid keys in file '" + file + "'");
        }
    }

    /**
     * Trusts and revokes the keys of the files {@code trusted.<kind>}, {@code revoked.<kind>} and those in directories
     * {@code trusted.<kind>.d}, {@code revoked.<kind>.d} below a directory; what is missing is passed over.
     */
    public void addDirectory(Path directory) throws IOException {
        collect(directory, "trusted.", trusted);
        collect(directory, "revoked.", revoked);
    }

    /** The same with the directories where a system has its keys. */
    public void addSystem() throws IOException {
        for (Path directory : SYSTEM_DIRECTORIES) {
            addDirectory(directory);
        }
    }

    /**
     * Looks for a signature by a key that is trusted and not revoked. Without any key the system's are taken.
     *
     * @return what to tell the user of it
     * @throws UntrustedSignatureException when there is none
     */
    public String verify(byte[] data, List<byte[]> signatures) throws IOException {
        if (trusted.isEmpty() && type != SignatureType.DUMMY) {
            addSystem();
        }
        List<String> tried = new ArrayList<>();
        for (byte[] signature : signatures) {
            for (Verifier key : trusted) {
                if (revoked.contains(key)) {
                    continue;
                }
                if (key.verify(data, signature)) {
                    return type.typeName() + ": Signature verified successfully with key '" + name(key) + "'";
                }
                tried.add("key '" + name(key) + "'");
            }
        }
        if (type == SignatureType.DUMMY && !signatures.isEmpty()) {
            throw new UntrustedSignatureException("signature: dummy: incorrect signatures found: " + signatures.size());
        }
        if (tried.isEmpty()) {
            throw new UntrustedSignatureException(type.typeName() + ": no signatures found");
        }
        throw new UntrustedSignatureException(
                tried.size() > NAMED_IN_MESSAGE
                        ? type.typeName() + ": Signature couldn't be verified; tried " + tried.size() + " keys"
                        : type.typeName() + ": Signature couldn't be verified with: " + String.join("; ", tried));
    }

    private static String name(Verifier key) {
        return key instanceof Ed25519PublicKey ed25519 ? HexFormat.of().formatHex(ed25519.bytes()) : key.toString();
    }

    private void collect(Path directory, String prefix, Set<Verifier> keys) throws IOException {
        Path file = directory.resolve(prefix + type.typeName());
        if (Files.isRegularFile(file)) {
            read(file, keys);
        }
        Path many = directory.resolve(prefix + type.typeName() + ".d");
        if (Files.isDirectory(many)) {
            TreeSet<Path> files = new TreeSet<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(many, Files::isRegularFile)) {
                entries.forEach(files::add);
            }
            for (Path one : files) {
                read(one, keys);
            }
        }
    }

    private boolean read(Path file, Set<Verifier> keys) throws IOException {
        String text = Files.readString(file);
        List<String> candidates =
                PemText.isPem(text) ? PemText.blocks(text) : text.lines().toList();
        boolean any = false;
        for (String candidate : candidates) {
            if (!candidate.isBlank()) {
                any |= readKey(candidate.strip(), keys);
            }
        }
        return any;
    }

    private boolean readKey(String candidate, Set<Verifier> keys) {
        try {
            keys.add(parser.apply(candidate));
            return true;
        } catch (SignatureKeyException e) {
            return false;
        }
    }
}
