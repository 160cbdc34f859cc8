package org.atomsmith.host.update;

import java.util.Optional;
import org.atomsmith.host.container.ContainerReference;
import org.atomsmith.host.system.HostException;
import org.atomsmith.oci.OciException;

/**
 * Where updates come from: a ref of a remote, or a container image, whose kind stands in the remote's place.
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

    /** The container image that this names; empty when it is a ref of a remote. */
    public Optional<ContainerReference> container() throws HostException {
        if (!ContainerReference.matches(text())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContainerReference.parse(text()));
        } catch (OciException e) {
            throw new HostException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The ref of the host's own repository that follows it. */
    public String localRef() throws HostException {
        return container().map(ContainerReference::ref).orElse(text());
    }

    /** {@code REMOTE:REF}. */
    public String text() {
        return remote + ":" + ref;
    }
}
