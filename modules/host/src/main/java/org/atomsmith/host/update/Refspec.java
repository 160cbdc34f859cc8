package org.atomsmith.host.update;

import org.atomsmith.host.system.HostException;

/**
 * Where updates come from.
 *
 * @param remote the remote's name
 * @param ref the ref there
 */
public record Refspec(String remote, String ref) {

    /**
     * Reads {@code REMOTE:REF}, or one of both, with the other as it was: {@code REF}, {@code REMOTE:}.
     *
     * @throws HostException when it names no remote and there is none before
     */
    public static Refspec parse(String text, String before) throws HostException {
        int colon = text.indexOf(':');
        int old = before.indexOf(':');
        String remote = colon > 0 ? text.substring(0, colon) : old > 0 ? before.substring(0, old) : "";
        String ref = text.substring(colon + 1);
        if (ref.isEmpty()) {
            ref = before.substring(old + 1);
        }
        if (remote.isEmpty() || ref.isEmpty()) {
            throw new HostException("'" + text + "' names no remote and ref to follow: REMOTE:REF is expected ('ostree"
                    + " remote list' has the remotes)");
        }
        return new Refspec(remote, ref);
    }

    /** {@code REMOTE:REF}. */
    public String text() {
        return remote + ":" + ref;
    }
}
