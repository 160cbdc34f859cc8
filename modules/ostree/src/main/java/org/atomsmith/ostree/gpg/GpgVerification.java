package org.atomsmith.ostree.gpg;

import java.util.List;
import org.atomsmith.ostree.sign.UntrustedSignatureException;

/**
 * What a keyring says of all signatures of some bytes.
 *
 * @param signatures in their order
 */
public record GpgVerification(List<GpgSignature> signatures) {

    /** Copies the signatures. */
    public GpgVerification {
        signatures = List.copyOf(signatures);
    }

    /** True when one signature counts. */
    public boolean isTrusted() {
        return signatures.stream().anyMatch(signature -> signature.verdict() == GpgSignature.Verdict.GOOD);
    }

    /**
     * Refuses when no signature counts.
     *
     * @throws UntrustedSignatureException that says what is wrong with each, the last first
     */
    public void requireTrusted() throws UntrustedSignatureException {
        if (isTrusted()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (GpgSignature signature : signatures.reversed()) {
            text.append(signature.describe(""));
        }
        throw new UntrustedSignatureException(
                text.isEmpty() ? "No GPG signatures found" : text.toString().stripTrailing());
    }

    /** The text that {@code ostree show} prints: how many there are, and each of them indented. */
    public String describe() {
        return describe("Found");
    }

    /** The same, with other words before the number: {@code remote summary} says that they are verified. */
    public String describe(String found) {
        StringBuilder text = new StringBuilder(found);
        text.append(' ').append(signatures.size()).append(signatures.size() == 1 ? " signature:\n" : " signatures:\n");
        for (GpgSignature signature : signatures) {
            text.append('\n').append(signature.describe("  "));
        }
        return text.toString();
    }
}
