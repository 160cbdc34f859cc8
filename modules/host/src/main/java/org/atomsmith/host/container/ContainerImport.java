package org.atomsmith.host.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.atomsmith.oci.Credentials;
import org.atomsmith.oci.Descriptor;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.Image;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.ImageSource;
import org.atomsmith.oci.LayoutDirectory;
import org.atomsmith.oci.OciException;
import org.atomsmith.oci.Platform;
import org.atomsmith.oci.RegistryClient;
import org.atomsmith.oci.policy.ImageVerification;
import org.atomsmith.oci.policy.PolicyScopes;
import org.atomsmith.oci.policy.SignaturePolicy;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.trust.RemoteTrust;

/**
 * Brings the commit of a container image into a repository: finds the image, says what there is to download, downloads
 * the layers that are missing, and checks every object and the commit's signature. What was downloaded when it broke off
 * need not be downloaded again.
 */
public final class ContainerImport {
    /** Where libostree leaves room for others in a repository. */
    private static final String LAYERS = "extensions/atomsmith/layers";

    private final Repository repository;
    private final ContainerReference reference;
    private final Map<String, String> environment;
    private final ImageSource source;
    private final EncapsulatedImage image;
    private final KnownLayers known;
    private final List<Descriptor> missing = new ArrayList<>();

    /** What to deploy. */
    public record Imported(Checksum commit, Digest manifest, List<Digest> downloaded) {}

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** Layers and bytes that are done, of those that were missing. */
        void at(int layers, int allLayers, long bytes, long allBytes);
    }

    private ContainerImport(
            Repository repository,
            ContainerReference reference,
            Map<String, String> environment,
            ImageSource source,
            EncapsulatedImage image,
            KnownLayers known) {
        this.repository = repository;
        this.reference = reference;
        this.environment = environment;
        this.source = source;
        this.image = image;
        this.known = known;
    }

    /** Looks which layers have something that is not here. */
    private void look() throws IOException {
        missing.clear();
        for (Descriptor layer : image.layers()) {
            if (!known.isHere(layer.digest())) {
                missing.add(layer);
            }
        }
        // The first has the commit, which is judged each time that it is new.
        if (image.commit()
                        .filter(c -> repository.has(new ObjectName(ObjectType.COMMIT, c)))
                        .isEmpty()
                && !missing.contains(image.layers().getFirst())) {
            missing.addFirst(image.layers().getFirst());
        }
    }

    /**
     * Finds an image, with two small requests.
     *
     * @param credentials for the registry
     * @param policy which images this host takes; absent where nobody said
     * @param environment of the process
     * @throws OciException when there is none, the policy refuses it, or it carries no commit
     */
    public static ContainerImport find(
            Repository repository,
            ContainerReference reference,
            Credentials credentials,
            Optional<SignaturePolicy> policy,
            Map<String, String> environment)
            throws IOException {
        ImageSource source;
        String tag;
        PolicyScopes scopes;
        if (reference.transport().equals("registry")) {
            ImageName name = ImageName.parse(reference.name());
            source = new RegistryClient(name, credentials);
            tag = name.reference();
            scopes = PolicyScopes.of(name);
        } else {
            int colon = reference.name().lastIndexOf(':');
            boolean tagged = colon > reference.name().lastIndexOf('/');
            Path directory = Path.of(tagged ? reference.name().substring(0, colon) : reference.name());
            source = LayoutDirectory.open(directory);
            tag = tagged ? reference.name().substring(colon + 1) : "";
            scopes = PolicyScopes.of(directory, tag);
        }
        Image image = Image.find(source, tag, Platform.current());
        judge(reference, policy, new Judged(image, scopes, source));
        ContainerImport found = new ContainerImport(
                repository,
                reference,
                environment,
                source,
                EncapsulatedImage.of(image, reference.name()),
                new KnownLayers(repository.path().resolve(LAYERS), repository));
        found.look();
        return found;
    }

    private record Judged(Image image, PolicyScopes scopes, ImageSource source) {}

    /** The policy holds for every image; one that is to be verified by it must be signed. */
    private static void judge(ContainerReference reference, Optional<SignaturePolicy> policy, Judged judged)
            throws IOException {
        boolean signed = policy.isPresent()
                && !new ImageVerification(policy.get(), judged.scopes(), judged.source())
                        .verify(judged.image())
                        .isEmpty();
        if (reference.trust() == ContainerReference.Trust.POLICY && !signed) {
            throw new OciException("'" + reference + "' is to be verified by a signature, and "
                    + (policy.isPresent()
                            ? policy.get().source() + " asks for none of this image: add a scope with sigstoreSigned"
                            : "this host has no /" + SignaturePolicy.FILE + " that says by whose"));
        }
    }

    /** The digest of the image's manifest, which says whether there is something new. */
    public Digest manifest() {
        return image.image().digest();
    }

    /** The commit that the image carries; where no label says it, the first layer is downloaded. */
    public Checksum newest() throws IOException {
        return image.commit().isPresent() ? image.commit().get() : fetchCommit();
    }

    /** Downloads the layer that has the commit and its directories, if it is not here; files do not come with it. */
    public Checksum fetchCommit() throws IOException {
        Descriptor first = image.layers().getFirst();
        if (missing.contains(first) || image.commit().isEmpty()) {
            Checksum commit = requireCommit(download(first));
            look();
            return commit;
        }
        return image.commit().get();
    }

    private Checksum requireCommit(Optional<Checksum> found) throws OciException {
        Checksum commit =
                found.orElseThrow(() -> new OciException(reference.name() + ": its first layer has no commit"));
        if (image.commit().filter(c -> !c.equals(commit)).isPresent()) {
            throw new OciException(reference.name() + " carries commit " + commit + ", its label says "
                    + image.commit().get());
        }
        return commit;
    }

    /** The version that the image says to carry. */
    public Optional<String> version() {
        return Optional.ofNullable(image.image().config().labels().get("org.opencontainers.image.version"));
    }

    /** How many layers are missing. */
    public int missingLayers() {
        return missing.size();
    }

    /** How many bytes are to be downloaded. */
    public long missingBytes() {
        return missing.stream().mapToLong(Descriptor::size).sum();
    }

    /** Downloads what is missing, and gives the commit the reference's {@linkplain ContainerReference#ref ref}. */
    public Imported run(Progress progress) throws IOException {
        Checksum commit = newest();
        long done = 0;
        List<Digest> downloaded = new ArrayList<>();
        for (Descriptor layer : missing) {
            progress.at(downloaded.size(), missing.size(), done, missingBytes());
            Optional<Checksum> found = download(layer);
            if (layer.equals(image.layers().getFirst())) {
                requireCommit(found);
            }
            done += layer.size();
            downloaded.add(layer.digest());
        }
        progress.at(missing.size(), missing.size(), done, missingBytes());
        verifyComplete(commit);
        new PartialCommits(repository).clear(commit);
        try (Transaction transaction = repository.begin()) {
            transaction.setRef(reference.ref(), commit);
            transaction.commit();
        }
        Set<Digest> layers = new HashSet<>();
        image.layers().forEach(layer -> layers.add(layer.digest()));
        known.prune(layers);
        return new Imported(commit, manifest(), downloaded);
    }

    /** Takes the objects of a layer, and its commit. */
    private Optional<Checksum> download(Descriptor layer) throws IOException {
        try (Transaction transaction = repository.begin();
                InputStream content = source.blob(layer)) {
            LayerImport objects = new LayerImport(transaction);
            objects.read(content);
            Optional<LayerImport.CommitFound> found = objects.commit();
            if (found.isPresent()) {
                write(found.get(), transaction);
            }
            transaction.commit();
            known.remember(layer.digest(), objects.objects());
            return found.map(LayerImport.CommitFound::checksum);
        }
    }

    private void write(LayerImport.CommitFound found, Transaction transaction) throws IOException {
        SequencedMap<String, Variant> detached = found.detached().isPresent()
                ? Variant.parse(Variant.DICT, found.detached().get()).asDict()
                : new LinkedHashMap<>();
        if (reference.remote().isPresent()) {
            RemoteTrust trust =
                    RemoteTrust.of(Remotes.of(repository).get(reference.remote().get()), environment);
            if (!trust.verifiesCommits()) {
                throw new OciException("'" + reference + "' is to be verified by the keys of the remote '"
                        + reference.remote().get() + "', which asks for no signatures");
            }
            trust.verifyCommit(found.checksum(), found.bytes(), detached);
        }
        new PartialCommits(repository).mark(found.checksum());
        transaction.writeMetadata(new ObjectName(ObjectType.COMMIT, found.checksum()), found.bytes());
        if (!detached.isEmpty()) {
            transaction.setDetachedMetadata(found.checksum(), detached);
        }
    }

    private void verifyComplete(Checksum commit) throws IOException {
        Commit read = repository.readCommit(commit);
        require(new ObjectName(ObjectType.DIRMETA, read.rootMeta()), "/");
        verifyComplete(read.rootTree(), "/", new HashSet<>());
    }

    private void verifyComplete(Checksum tree, String path, Set<Checksum> seen) throws IOException {
        require(new ObjectName(ObjectType.DIRTREE, tree), path);
        if (!seen.add(tree)) {
            return;
        }
        DirTree entries = repository.readDirTree(tree);
        for (DirTree.File file : entries.files()) {
            require(ObjectName.file(file.checksum()), path + file.name());
        }
        for (DirTree.Directory directory : entries.directories()) {
            require(new ObjectName(ObjectType.DIRMETA, directory.meta()), path + directory.name());
            verifyComplete(directory.tree(), path + directory.name() + "/", seen);
        }
    }

    private void require(ObjectName name, String path) throws OciException {
        if (!repository.has(name)) {
            throw new OciException(reference.name() + ": none of its layers has the object " + name + " of " + path);
        }
    }
}
