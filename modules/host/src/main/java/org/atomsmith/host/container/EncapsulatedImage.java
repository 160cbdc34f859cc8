package org.atomsmith.host.container;

import java.util.List;
import java.util.Optional;
import org.atomsmith.oci.Descriptor;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.Image;
import org.atomsmith.oci.OciException;
import org.atomsmith.ostree.object.Checksum;

/**
 * An image that carries a commit.
 *
 * @param image its manifest and configuration
 * @param layers those that have objects; the first has the commit
 * @param commit as a label names it, where there is one
 */
record EncapsulatedImage(Image image, List<Descriptor> layers, Optional<Checksum> commit) {
    /** The label that names the last layer of the commit, by its digest without compression. */
    static final String FINAL_DIFFID = "ostree.final-diffid";
    /** The same in the first version of the format. */
    private static final String DIFFID = "ostree.diffid";

    static final String COMMIT = "ostree.commit";

    /**
     * Tells which layers of an image are the commit's.
     *
     * @throws OciException when it carries none, or has layers on top of it
     */
    static EncapsulatedImage of(Image image, String name) throws OciException {
        var labels = image.config().labels();
        String last = Optional.ofNullable(labels.get(FINAL_DIFFID))
                .or(() -> Optional.ofNullable(labels.get(DIFFID)))
                .orElseThrow(() -> new OciException(name + " carries no OSTree commit: it has no label " + FINAL_DIFFID
                        + "; write such an image with 'atomsmith oci encapsulate'"));
        List<Descriptor> layers = image.manifest().layers();
        List<Digest> diffIds = image.config().diffIds();
        int end = diffIds.indexOf(Digest.parse(last)) + 1;
        if (end == 0 || diffIds.size() != layers.size()) {
            throw new OciException(name + " is not as its labels say: its last layer of the commit is " + last
                    + ", which none of its " + layers.size() + " layers is");
        }
        if (end < layers.size()) {
            throw new OciException(
                    name + " has " + (layers.size() - end)
                            + " layers on top of its commit, which are not supported: encapsulate a commit that has their files");
        }
        return new EncapsulatedImage(
                image, layers, Optional.ofNullable(labels.get(COMMIT)).flatMap(Checksum::tryParse));
    }
}
