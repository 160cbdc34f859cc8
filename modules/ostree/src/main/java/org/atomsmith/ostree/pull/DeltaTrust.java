package org.atomsmith.ostree.pull;

import java.io.IOException;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sign.UntrustedSignatureException;
import org.atomsmith.ostree.trust.RemoteTrust;

/**
 * Which deltas of a remote may be applied. Signatures that a delta has must be good where the remote's commits are
 * verified by signatures of that kind. One without does, for its commit is verified by itself, unless {@value #REQUIRED}
 * is set: then its objects are fetched instead.
 */
final class DeltaTrust {
    /** The repository's setting that wants deltas to be signed. */
    static final String REQUIRED = "core.sign-verify-deltas";

    private final RemoteTrust trust;
    private final boolean required;

    private DeltaTrust(RemoteTrust trust, boolean required) {
        this.trust = trust;
        this.required = required;
    }

    static DeltaTrust of(Repository repository, RemoteTrust trust) {
        return new DeltaTrust(trust, repository.config().file().getBoolean("core", "sign-verify-deltas", false));
    }

    /**
     * Checks a delta's signatures.
     *
     * @return false when it has none and must have one
     * @throws UntrustedSignatureException when those that it has are not trusted
     */
    boolean accepts(StaticDelta delta) throws IOException {
        if (!delta.isSigned()) {
            return !required;
        }
        if (required && !trust.signVerify()) {
            throw new UntrustedSignatureException("Key is mandatory to check delta signature: " + REQUIRED
                    + " is set, and the remote has no sign-verify");
        }
        try {
            return trust.verifySigned(delta.signedBytes(), delta.signatures()).isPresent() || !required;
        } catch (UntrustedSignatureException e) {
            throw new UntrustedSignatureException("Can't verify delta " + delta.name() + ": " + e.getMessage(), e);
        }
    }
}
