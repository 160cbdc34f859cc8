package org.atomsmith.host.container;

import java.util.Optional;
import org.atomsmith.oci.OciException;

/**
 * Where a container image comes from and how it is verified, as rpm-ostree writes it into an origin's
 * {@code container-image-reference}.
 *
 * @param text as it was written
 * @param trust how the image is verified
 * @param remote of {@link Trust#REMOTE}, the remote with whose keys the commit is signed
 * @param transport {@code registry} or {@code oci}
 * @param name of the image, as the transport has it: {@code host/name:tag}, {@code /path:tag}
 */
public record ContainerReference(String text, Trust trust, Optional<String> remote, String transport, String name) {

    /** How an image is verified. */
    public enum Trust {
        /** Its commit is signed by a key of an OSTree remote. */
        REMOTE,
        /** It is signed as the host's policy for containers demands. */
        POLICY,
        /** Only by digests, by HTTPS where it is used, and by what the host's policy demands of it. */
        NONE
    }

    /** What a refspec of a container image begins with. */
    public static boolean matches(String text) {
        return text.startsWith("ostree-unverified-registry:")
                || text.startsWith("ostree-unverified-image:")
                || text.startsWith("ostree-remote-registry:")
                || text.startsWith("ostree-remote-image:")
                || text.startsWith("ostree-image-signed:");
    }

    /**
     * Reads a reference.
     *
     * @throws OciException when it is none, or asks for what is not supported
     */
    public static ContainerReference parse(String text) throws OciException {
        int colon = text.indexOf(':');
        String kind = text.substring(0, Math.max(0, colon));
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "ostree-unverified-registry" -> of(text, Trust.NONE, Optional.empty(), "registry:" + rest);
            case "ostree-unverified-image" -> of(text, Trust.NONE, Optional.empty(), rest);
            case "ostree-remote-registry" ->
                of(text, Trust.REMOTE, Optional.of(remote(rest, text)), "registry:" + afterRemote(rest));
            case "ostree-remote-image" -> of(text, Trust.REMOTE, Optional.of(remote(rest, text)), afterRemote(rest));
            case "ostree-image-signed" -> of(text, Trust.POLICY, Optional.empty(), rest);
            default ->
                throw new OciException(
                        "'" + text + "' is no reference of a container image:"
                                + " ostree-image-signed:docker://HOST/NAME:TAG, ostree-unverified-registry:HOST/NAME:TAG or ostree-remote-registry:REMOTE:HOST/NAME:TAG");
        };
    }

    private static ContainerReference of(String text, Trust trust, Optional<String> remote, String image)
            throws OciException {
        int colon = image.indexOf(':');
        String transport = image.substring(0, Math.max(0, colon));
        String name = image.substring(colon + 1);
        if (transport.equals("docker")) {
            transport = "registry";
            name = name.startsWith("//") ? name.substring(2) : name;
        }
        if (!transport.equals("registry") && !transport.equals("oci")) {
            throw new OciException("'" + text + "': images come from 'registry:', 'docker://' or 'oci:', not from '"
                    + transport + "'");
        }
        if (name.isEmpty()) {
            throw new OciException("'" + text + "' names no image");
        }
        return new ContainerReference(text, trust, remote, transport, name);
    }

    private static String remote(String rest, String text) throws OciException {
        int colon = rest.indexOf(':');
        if (colon <= 0) {
            throw new OciException("'" + text + "' names no remote: ostree-remote-registry:REMOTE:HOST/NAME:TAG");
        }
        return rest.substring(0, colon);
    }

    private static String afterRemote(String rest) {
        return rest.substring(rest.indexOf(':') + 1);
    }

    /** The ref by which the image's commit is kept in a repository: {@code ostree/container/image/...}. */
    public String ref() {
        StringBuilder ref = new StringBuilder("ostree/container/image/");
        String image = transport.equals("registry") ? "docker://" + name : transport + ":" + name;
        for (char c : image.toCharArray()) {
            if (c < 0x80 && Character.isLetterOrDigit(c)) {
                ref.append(c);
            } else {
                ref.append('_')
                        .append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT))
                        .append('_');
            }
        }
        return ref.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
