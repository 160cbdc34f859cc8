package org.atomsmith.host.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.gpg.GpgSignature;
import org.atomsmith.ostree.gpg.GpgSignature.Verdict;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sign.UntrustedSignatureException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.trust.RemoteTrust;

/**
 * What is known of deployments, under the names that rpm-ostree gives it ({@code status --json}, and the property
 * {@code Deployments} on the bus). Values are texts, numbers, booleans, lists, and GVariant's where a commit holds them.
 */
public final class DeploymentFacts {
    private static final String PACKAGE_LIST = "rpmostree.rpmdb.pkglist";

    private final Host host;
    private final Repository repository;
    private final Map<Checksum, BadDeployments.Mark> bad;

    /** Facts about a host's deployments. */
    public DeploymentFacts(Host host) throws IOException {
        this.host = host;
        this.repository = host.sysroot().repository();
        this.bad = new BadDeployments(host.directories()).all();
    }

    /** The name of a deployment on the bus: {@code debian-<commit>.0}. */
    public static String id(InstalledDeployment deployment) {
        return deployment.deployment().stateroot() + "-"
                + deployment.deployment().name();
    }

    /** All about one deployment. */
    public SequencedMap<String, Object> of(InstalledDeployment installed) throws IOException {
        Checksum checksum = installed.deployment().commit();
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", id(installed));
        facts.put("osname", installed.deployment().stateroot());
        facts.put("serial", installed.deployment().deploySerial());
        facts.put("checksum", checksum.hex());
        Optional<Commit> commit = commit(checksum);
        details(facts, "", commit);
        Optional<Commit> base = commit;
        Checksum baseChecksum = base(installed);
        if (commit.isPresent() && isLayered(commit.get())) {
            base = commit(baseChecksum);
            facts.put("base-checksum", baseChecksum.hex());
            details(facts, "base-", base);
            facts.put("layered-commit-meta", metadata(commit.get()));
        }
        facts.put("base-commit-meta", base.map(DeploymentFacts::metadata).orElseGet(LinkedHashMap::new));
        base.flatMap(b -> text(b, "ostree.endoflife")).ifPresent(end -> facts.put("endoflife", end));
        Origin origin = installed.origin().orElse(Origin.NONE);
        requests(facts, origin);
        source(facts, origin, baseChecksum);
        Optional<Checksum> pending = facts.containsKey("remote-error") ? Optional.empty() : update(installed);
        if (pending.isPresent()) {
            facts.put("pending-base-checksum", pending.get().hex());
            details(facts, "pending-base-", commit(pending.get()));
        }
        packages(facts, commit);
        facts.put("booted", host.booted().filter(installed::isSame).isPresent());
        facts.put("staged", installed.staged());
        if (installed.staged()) {
            facts.put("finalization-locked", installed.locked());
        }
        facts.put("pinned", installed.pinned());
        facts.put("unlocked", installed.unlocked().text());
        Optional<BadDeployments.Mark> mark = Optional.ofNullable(bad.get(checksum));
        if (mark.isPresent()) {
            SequencedMap<String, Object> why = new LinkedHashMap<>();
            why.put("reason", mark.get().reason());
            why.put("time", mark.get().time());
            facts.put("bad", why);
        }
        return facts;
    }

    /** All about a commit that is not deployed, and to which a deployment may be updated. */
    public SequencedMap<String, Object> ofUpdate(InstalledDeployment deployment, Checksum update) throws IOException {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("osname", deployment.deployment().stateroot());
        facts.put("checksum", update.hex());
        details(facts, "", commit(update));
        Origin origin = deployment.origin().orElse(Origin.NONE);
        source(facts, origin, update);
        // Cockpit asks for it, whatever it is.
        image(origin).ifPresent(image -> facts.put("origin", image));
        facts.put("ref-has-new-commit", true);
        return facts;
    }

    /** The newest commit that is here of where a deployment came from, when it is another one than it was made from. */
    public Optional<Checksum> update(InstalledDeployment deployment) throws IOException {
        Optional<String> refspec = deployment
                .origin()
                .filter(origin -> image(origin).isEmpty())
                .flatMap(Origin::refspec)
                .filter(text -> Checksum.tryParse(text).isEmpty());
        if (refspec.isEmpty()) {
            return Optional.empty();
        }
        Checksum base = base(deployment);
        return repository.find(refspec.get()).filter(found -> !found.equals(base));
    }

    /** The commit of a deployment's image: what packages were layered on, where some were. */
    public Checksum base(InstalledDeployment deployment) throws IOException {
        Checksum checksum = deployment.deployment().commit();
        return commit(checksum)
                .filter(DeploymentFacts::isLayered)
                .flatMap(Commit::parent)
                .orElse(checksum);
    }

    private static Optional<String> image(Origin origin) {
        return origin.file().get("origin", "container-image-reference");
    }

    private static void details(SequencedMap<String, Object> facts, String prefix, Optional<Commit> commit) {
        commit.flatMap(Commit::version).ifPresent(version -> facts.put(prefix + "version", version));
        commit.ifPresent(found -> facts.put(prefix + "timestamp", found.timestamp()));
    }

    private static void requests(SequencedMap<String, Object> facts, Origin origin) {
        KeyFile file = origin.file();
        Optional<String> custom = file.get("origin", "custom-url");
        custom.ifPresent(url -> facts.put(
                "custom-origin",
                List.of(url, file.get("origin", "custom-description").orElse(""))));
        if (origin.file().get("origin", "baserefspec").isPresent()) {
            facts.put("baserefspec", origin.refspec().orElse(""));
        }
        facts.put("requested-packages", list(file, "packages", "requested"));
        facts.put("requested-local-packages", withoutChecksums(list(file, "packages", "requested-local")));
        facts.put(
                "requested-local-fileoverride-packages",
                withoutChecksums(list(file, "packages", "requested-local-fileoverride")));
        facts.put("requested-base-removals", list(file, "overrides", "remove"));
        facts.put("requested-base-local-replacements", withoutChecksums(list(file, "overrides", "replace-local")));
        facts.put(
                "regenerate-initramfs",
                file.get("rpmostree", "regenerate-initramfs")
                        .filter("true"::equals)
                        .isPresent());
        facts.put("initramfs-args", list(file, "rpmostree", "initramfs-args"));
        facts.put("initramfs-etc", list(file, "rpmostree", "initramfs-etc"));
    }

    /** Where a commit came from: a container's image, or the ref of a remote that may ask for signatures. */
    private void source(SequencedMap<String, Object> facts, Origin origin, Checksum checksum) throws IOException {
        Optional<String> image = image(origin);
        if (image.isPresent()) {
            facts.put("container-image-reference", image.get());
            return;
        }
        Optional<String> refspec = origin.refspec();
        refspec.ifPresent(text -> facts.put("origin", text));
        int colon = refspec.map(text -> text.indexOf(':')).orElse(-1);
        if (refspec.isEmpty() || colon <= 0) {
            return;
        }
        String name = refspec.get().substring(0, colon);
        Optional<Remote> remote = remotes(host).find(name);
        if (remote.isEmpty()) {
            facts.put("remote-error", "Remote \"" + name + "\" not found");
            return;
        }
        facts.put("gpg-enabled", remote.get().gpgVerify());
        if (remote.get().gpgVerify() && repository.has(new ObjectName(ObjectType.COMMIT, checksum))) {
            facts.put("signatures", signatures(remote.get(), checksum));
        }
    }

    /** The remotes of a host: those of its own {@code /etc} count too. */
    public static Remotes remotes(Host host) throws IOException {
        return host.booted().isPresent()
                ? Remotes.ofSystem(
                        host.sysroot().repository(), host.directories().root())
                : Remotes.of(host.sysroot().repository());
    }

    /** As GPGME's attributes come through libostree: {@code (bbbbbsxxsssssxx)}, without when keys expire. */
    private List<Object> signatures(Remote remote, Checksum commit) throws IOException {
        List<Object> found = new ArrayList<>();
        try {
            byte[] data = repository.readMetadata(ObjectType.COMMIT, commit);
            var detached = repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new);
            for (GpgSignature signature : RemoteTrust.of(remote, host.environment())
                    .verifyGpg(data, detached)
                    .signatures()) {
                Optional<GpgSignature.Signer> signer = signature.signer();
                found.add(List.of(
                        signature.verdict() == Verdict.GOOD,
                        signature.verdict() == Verdict.EXPIRED,
                        signature.verdict() == Verdict.KEY_EXPIRED,
                        signature.verdict() == Verdict.KEY_REVOKED,
                        signature.verdict() == Verdict.KEY_MISSING,
                        signature.keyId(),
                        signature.made().getEpochSecond(),
                        signature
                                .expires()
                                .map(java.time.Instant::getEpochSecond)
                                .orElse(0L),
                        signature.algorithm(),
                        "",
                        signer.map(GpgSignature.Signer::name).orElse(""),
                        signer.map(GpgSignature.Signer::address).orElse(""),
                        signer.map(known -> known.primary().id()).orElse(signature.keyId()),
                        0L,
                        0L));
            }
        } catch (UntrustedSignatureException e) {
            // A deployment without a good signature has an empty list, as rpm-ostree shows it.
        }
        return found;
    }

    private static void packages(SequencedMap<String, Object> facts, Optional<Commit> commit) {
        facts.put("packages", value(commit, "rpmostree.packages"));
        facts.put("base-removals", value(commit, "rpmostree.removed-base-packages"));
        facts.put("base-local-replacements", value(commit, "rpmostree.replaced-base-packages"));
        facts.put("base-remote-replacements", new LinkedHashMap<String, Object>());
    }

    private static Object value(Optional<Commit> commit, String key) {
        return commit.<Object>map(found ->
                        Optional.<Object>ofNullable(found.metadata().get(key)).orElse(List.of()))
                .orElse(List.of());
    }

    private static boolean isLayered(Commit commit) {
        return commit.metadata().get("rpmostree.clientlayer") instanceof Variant.Number(char letter, long bits)
                && letter == 'b'
                && bits != 0;
    }

    /** A package list may be as long as all the rest; {@code atomic host db list} has it. */
    private static SequencedMap<String, Object> metadata(Commit commit) {
        SequencedMap<String, Object> metadata = new LinkedHashMap<>(commit.metadata());
        metadata.remove(PACKAGE_LIST);
        return metadata;
    }

    private static Optional<String> text(Commit commit, String key) {
        return commit.metadata().get(key) instanceof Variant.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    private static List<String> list(KeyFile file, String group, String key) {
        List<String> words = new ArrayList<>();
        for (String word : file.get(group, key).orElse("").split(";", -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    /** Local packages are kept as {@code <checksum>:<name>}. */
    private static List<String> withoutChecksums(List<String> words) {
        return words.stream().map(word -> word.substring(word.indexOf(':') + 1)).toList();
    }

    private Optional<Commit> commit(Checksum checksum) throws IOException {
        try {
            return Optional.of(repository.readCommit(checksum));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }
}
