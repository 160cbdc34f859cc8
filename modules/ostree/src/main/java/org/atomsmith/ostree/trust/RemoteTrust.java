package org.atomsmith.ostree.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.gpg.GpgSignature;
import org.atomsmith.ostree.gpg.GpgVerification;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.atomsmith.ostree.sign.UntrustedSignatureException;

/**
 * What signatures a remote's configuration asks for, and whether a commit or a summary has them. Where OpenPGP and
 * other signatures are both asked for, both must be there. Keys are read once, when they are first needed.
 */
public final class RemoteTrust {
    /** Where signatures of OpenPGP are, in detached metadata and in {@code summary.sig}; an {@code aay}. */
    public static final String GPG_SIGNATURES = "ostree.gpgsigs";

    private final Remote remote;
    private final Map<String, String> environment;
    private final boolean gpgVerify;
    private final boolean gpgVerifySummary;
    private final List<TrustedKeys> commitKeys;
    private final List<TrustedKeys> summaryKeys;
    private Optional<GpgKeyring> keyring = Optional.empty();

    private RemoteTrust(
            Remote remote, Map<String, String> environment, List<TrustedKeys> commitKeys, List<TrustedKeys> summaryKeys)
            throws RepositoryException {
        this.remote = remote;
        this.environment = environment;
        this.gpgVerify = remote.gpgVerify();
        this.gpgVerifySummary = remote.gpgVerifySummary();
        this.commitKeys = commitKeys;
        this.summaryKeys = summaryKeys;
    }

    /**
     * What is asked of a remote; reads the keys of {@code sign-verify} and {@code sign-verify-summary}.
     *
     * @param environment of the process
     * @throws SignatureKeyException when a kind of signature is unknown, or keys for it are missing or unreadable
     */
    public static RemoteTrust of(Remote remote, Map<String, String> environment) throws IOException {
        return new RemoteTrust(
                remote,
                environment,
                configured(remote, "sign-verify", environment),
                configured(remote, "sign-verify-summary", environment));
    }

    /** True when a commit needs any signature. */
    public boolean verifiesCommits() {
        return gpgVerify || !commitKeys.isEmpty();
    }

    /** True when the summary needs any signature. */
    public boolean verifiesSummary() {
        return gpgVerifySummary || !summaryKeys.isEmpty();
    }

    /** True when commits need a signature of OpenPGP. */
    public boolean gpgVerify() {
        return gpgVerify;
    }

    /** True when the summary needs a signature of OpenPGP. */
    public boolean gpgVerifySummary() {
        return gpgVerifySummary;
    }

    /** True when commits need a signature that is none of OpenPGP. */
    public boolean signVerify() {
        return !commitKeys.isEmpty();
    }

    /** True when the summary needs a signature that is none of OpenPGP. */
    public boolean signVerifySummary() {
        return !summaryKeys.isEmpty();
    }

    /**
     * Checks a commit.
     *
     * @param commit its name, for messages
     * @param data the commit object
     * @param detached its detached metadata; empty when there are none
     * @return what to tell the user: lines, each ended
     * @throws UntrustedSignatureException when a signature that is asked for is missing or not trusted
     */
    public String verifyCommit(Checksum commit, byte[] data, SequencedMap<String, Variant> detached)
            throws IOException {
        StringBuilder results = new StringBuilder();
        if (!commitKeys.isEmpty()) {
            try {
                results.append(verify(commitKeys, data, detached)).append('\n');
            } catch (UntrustedSignatureException e) {
                throw new UntrustedSignatureException("Can't verify commit: " + e.getMessage(), e);
            }
        }
        if (gpgVerify) {
            try {
                results.append(describe(verifyGpg(data, detached)));
            } catch (UntrustedSignatureException e) {
                throw new UntrustedSignatureException("Commit " + commit + ": " + e.getMessage(), e);
            }
        }
        return results.toString();
    }

    /**
     * Checks what has signatures that are none of OpenPGP, by the keys that commits are verified with.
     *
     * @return empty when it has no signature of the kinds that commits need: whether that does is for the caller
     * @throws UntrustedSignatureException when it has some, and none of them is trusted
     */
    public Optional<String> verifySigned(byte[] data, SequencedMap<String, Variant> signatures) throws IOException {
        boolean any = commitKeys.stream()
                .anyMatch(keys -> !list(signatures, keys.type().metadataKey()).isEmpty());
        return any ? Optional.of(verify(commitKeys, data, signatures)) : Optional.empty();
    }

    /**
     * Checks a summary.
     *
     * @param data the summary
     * @param signatures what {@code summary.sig} holds; empty when there is none
     * @throws UntrustedSignatureException when a signature that is asked for is missing or not trusted
     */
    public void verifySummary(byte[] data, SequencedMap<String, Variant> signatures) throws IOException {
        if (gpgVerifySummary) {
            if (signatures.isEmpty()) {
                throw new UntrustedSignatureException("GPG verification enabled, but no summary.sig found (use"
                        + " gpg-verify-summary=false in remote config to disable)");
            }
            verifyGpg(data, signatures);
        }
        if (!summaryKeys.isEmpty()) {
            if (signatures.isEmpty()) {
                throw new UntrustedSignatureException("Signatures verification enabled, but no summary.sig found (use"
                        + " sign-verify-summary=false in remote config to disable)");
            }
            verify(summaryKeys, data, signatures);
        }
    }

    /**
     * Checks signatures of OpenPGP whatever is configured.
     *
     * @throws UntrustedSignatureException when none is trusted
     */
    public GpgVerification verifyGpg(byte[] data, SequencedMap<String, Variant> metadata) throws IOException {
        List<byte[]> signatures = list(metadata, GPG_SIGNATURES);
        if (signatures.isEmpty()) {
            throw new UntrustedSignatureException("GPG verification enabled, but no signatures found (use"
                    + " gpg-verify=false in remote config to disable)");
        }
        GpgVerification verification = keyring().verify(data, signatures, Instant.now());
        verification.requireTrusted();
        return verification;
    }

    /** The signatures of one kind that metadata hold; none when there are none, or they are of another type. */
    public static List<byte[]> list(SequencedMap<String, Variant> metadata, String key) {
        return metadata.get(key) instanceof Variant.Array array
                        && array.element().equals(Variant.BYTES)
                ? array.items().stream().map(Variant::asBytes).toList()
                : List.of();
    }

    private synchronized GpgKeyring keyring() throws IOException {
        if (keyring.isEmpty()) {
            keyring = Optional.of(new GpgKeyrings(environment).of(remote));
        }
        return keyring.get();
    }

    private static String describe(GpgVerification verification) {
        StringBuilder text = new StringBuilder();
        for (GpgSignature signature : verification.signatures()) {
            text.append(signature.describe("GPG: "));
        }
        return text.toString();
    }

    /** One signature of one of the kinds is enough. */
    private static String verify(List<TrustedKeys> kinds, byte[] data, SequencedMap<String, Variant> metadata)
            throws IOException {
        List<String> problems = new ArrayList<>();
        for (TrustedKeys keys : kinds) {
            List<byte[]> signatures = list(metadata, keys.type().metadataKey());
            if (signatures.isEmpty()) {
                continue;
            }
            try {
                return keys.verify(data, signatures);
            } catch (UntrustedSignatureException | SignatureKeyException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (problems.isEmpty()) {
            throw new UntrustedSignatureException("No signatures found");
        }
        throw new UntrustedSignatureException(
                problems.size() == 1
                        ? problems.getFirst()
                        : "(" + (problems.size() - 1) + " other invalid signatures): " + problems.getFirst());
    }

    private static List<TrustedKeys> configured(Remote remote, String option, Map<String, String> environment)
            throws IOException {
        String value = remote.option(option).orElse("");
        if (value.isEmpty()) {
            return List.of();
        }
        List<TrustedKeys> found = new ArrayList<>();
        Optional<Boolean> truth = Remote.truth(value);
        if (truth.isPresent()) {
            if (truth.get()) {
                for (SignatureType type : SignatureType.values()) {
                    found.add(keys(remote, type, environment));
                }
            }
            return found;
        }
        for (String name : remote.list(option)) {
            SignatureType type = SignatureType.ofName(name.strip());
            TrustedKeys keys = keys(remote, type, environment);
            if (keys.isEmpty()) {
                throw new SignatureKeyException("No keys found for required signapi type " + type.typeName());
            }
            found.add(keys);
        }
        return found;
    }

    private static TrustedKeys keys(Remote remote, SignatureType type, Map<String, String> environment)
            throws IOException {
        TrustedKeys keys = type.keys(environment);
        Optional<String> file = remote.option("verification-" + type.typeName() + "-file");
        if (file.isPresent()) {
            try {
                keys.addFile(Path.of(file.get()));
            } catch (IOException | SignatureKeyException e) {
                throw new SignatureKeyException(
                        "Failed loading '" + type.typeName() + "' keys from '" + file.get() + "'", e);
            }
        }
        Optional<String> key = remote.option("verification-" + type.typeName() + "-key");
        if (key.isPresent()) {
            try {
                keys.add(key.get());
            } catch (SignatureKeyException e) {
                throw new SignatureKeyException(
                        "Failed loading '" + type.typeName() + "' keys from inline `verification-key`", e);
            }
        }
        return keys;
    }
}
