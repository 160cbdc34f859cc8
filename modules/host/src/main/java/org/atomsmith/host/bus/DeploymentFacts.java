package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomsmith.host.container.ContainerReference;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.SysrootState;

/** What is known of a deployment, under the keys of rpm-ostree's dictionaries. */
final class DeploymentFacts {
    /** Of a commit's metadata, what is large and has methods of its own. */
    private static final List<String> LARGE = List.of("rpmostree.rpmdb.pkglist", "rpmostree.advisories");

    private static final VariantType STRINGS = VariantType.parse("as");

    private final Repository repository;

    DeploymentFacts(Repository repository) {
        this.repository = repository;
    }

    /** The name by which methods call a deployment: {@code <stateroot>-<commit>.<serial>}. */
    static String id(InstalledDeployment deployment) {
        return deployment.deployment().stateroot() + "-"
                + deployment.deployment().name();
    }

    /** The dictionary of a deployment. */
    SequencedMap<String, Variant> of(InstalledDeployment deployment, SysrootState state) throws IOException {
        SequencedMap<String, Variant> facts = new LinkedHashMap<>();
        facts.put("id", Variant.string(id(deployment)));
        facts.put("osname", Variant.string(deployment.deployment().stateroot()));
        facts.put("serial", Variant.i32(deployment.deployment().deploySerial()));
        facts.put("checksum", Variant.string(deployment.deployment().commit().hex()));
        facts.put(
                "booted", Variant.bool(state.booted().filter(deployment::isSame).isPresent()));
        facts.put("staged", Variant.bool(deployment.staged()));
        facts.put("pinned", Variant.bool(deployment.pinned()));
        facts.put("unlocked", Variant.string(deployment.unlocked().text()));
        if (deployment.staged()) {
            facts.put("finalization-locked", Variant.bool(deployment.locked()));
        }
        Origin origin = deployment.origin().orElse(Origin.NONE);
        Optional<Commit> commit = commit(deployment.deployment().commit());
        Checksum base = commit.flatMap(DeploymentFacts::base)
                .orElse(deployment.deployment().commit());
        boolean isLayered = !base.equals(deployment.deployment().commit());
        Optional<Commit> baseCommit = isLayered ? commit(base) : commit;
        commit.ifPresent(c -> putCommit(facts, "", c));
        if (isLayered) {
            facts.put("base-checksum", Variant.string(base.hex()));
            baseCommit.ifPresent(c -> putCommit(facts, "base-", c));
            commit.ifPresent(c -> facts.put("layered-commit-meta", metadata(c)));
        }
        baseCommit.ifPresent(c -> {
            facts.put("base-commit-meta", metadata(c));
            if (c.metadata().get("ostree.endoflife") instanceof Variant.Text text) {
                facts.put("endoflife", text);
            }
        });
        putSource(facts, origin);
        putPending(facts, origin, base);
        putRequests(facts, origin, commit);
        return facts;
    }

    /** The dictionary of a commit that is not deployed. */
    SequencedMap<String, Variant> ofUpdate(InstalledDeployment deployment, Checksum update) throws IOException {
        SequencedMap<String, Variant> facts = new LinkedHashMap<>();
        facts.put("osname", Variant.string(deployment.deployment().stateroot()));
        facts.put("checksum", Variant.string(update.hex()));
        commit(update).ifPresent(c -> putCommit(facts, "", c));
        Origin origin = deployment.origin().orElse(Origin.NONE);
        putSource(facts, origin);
        facts.put("ref-has-new-commit", Variant.bool(true));
        return facts;
    }

    /** The newest commit that is here of where a deployment came from, when it is another one than it was made from. */
    Optional<Checksum> update(InstalledDeployment deployment) throws IOException {
        Optional<String> refspec = deployment.origin().flatMap(Origin::refspec);
        if (refspec.isEmpty()
                || Checksum.tryParse(refspec.get()).isPresent()
                || ContainerReference.matches(refspec.get())) {
            return Optional.empty();
        }
        Checksum base = commit(deployment.deployment().commit())
                .flatMap(DeploymentFacts::base)
                .orElse(deployment.deployment().commit());
        return repository.refs().resolve(refspec.get()).filter(newest -> !newest.equals(base));
    }

    private Optional<Commit> commit(Checksum checksum) throws IOException {
        try {
            return Optional.of(repository.readCommit(checksum));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /** What packages were layered on. */
    private static Optional<Checksum> base(Commit commit) {
        return commit.metadata().containsKey("rpmostree.clientlayer") ? commit.parent() : Optional.empty();
    }

    private static void putCommit(Map<String, Variant> facts, String prefix, Commit commit) {
        commit.version().ifPresent(version -> facts.put(prefix + "version", Variant.string(version)));
        facts.put(prefix + "timestamp", Variant.u64(commit.timestamp()));
    }

    private static Variant metadata(Commit commit) {
        Map<String, Variant> kept = new TreeMap<>(commit.metadata());
        LARGE.forEach(kept::remove);
        kept.values().removeIf(value -> value.type().text().indexOf('m') >= 0);
        return Variant.dict(kept);
    }

    private void putSource(Map<String, Variant> facts, Origin origin) throws IOException {
        Optional<String> image = origin.file().get("origin", "container-image-reference");
        if (image.isPresent()) {
            facts.put("container-image-reference", Variant.string(image.get()));
            return;
        }
        Optional<String> refspec = origin.refspec();
        facts.put("origin", Variant.string(refspec.orElse("")));
        int colon = refspec.map(text -> text.indexOf(':')).orElse(-1);
        if (colon > 0) {
            putRemote(facts, refspec.orElseThrow().substring(0, colon));
        }
    }

    /** What a pull brought meanwhile. */
    private void putPending(Map<String, Variant> facts, Origin origin, Checksum base) throws IOException {
        Optional<String> refspec = origin.refspec()
                .filter(text -> Checksum.tryParse(text).isEmpty() && !facts.containsKey("container-image-reference"));
        Optional<Checksum> pending = refspec.isPresent() ? repository.refs().resolve(refspec.get()) : Optional.empty();
        if (pending.isPresent() && !pending.get().equals(base)) {
            facts.put("pending-base-checksum", Variant.string(pending.get().hex()));
            commit(pending.get()).ifPresent(c -> putCommit(facts, "pending-base-", c));
        }
    }

    private void putRemote(Map<String, Variant> facts, String name) throws IOException {
        Optional<Remote> remote = Remotes.of(repository).find(name);
        if (remote.isEmpty()) {
            facts.put("remote-error", Variant.string("Remote \"" + name + "\" not found"));
            return;
        }
        facts.put("gpg-enabled", Variant.bool(remote.get().gpgVerify()));
    }

    private static void putRequests(Map<String, Variant> facts, Origin origin, Optional<Commit> commit) {
        KeyFile file = origin.file();
        facts.put("requested-packages", list(file, "packages", "requested"));
        facts.put("requested-local-packages", list(file, "packages", "requested-local"));
        facts.put("requested-base-removals", list(file, "overrides", "remove"));
        facts.put("requested-base-local-replacements", list(file, "overrides", "replace-local"));
        facts.put(
                "packages",
                commit.map(c -> c.metadata().get("rpmostree.packages"))
                        .filter(value -> value.type().equals(STRINGS))
                        .orElse(Variant.strings(List.of())));
        facts.put("base-removals", Variant.array("v", List.of()));
        facts.put("base-local-replacements", Variant.array("(vv)", List.of()));
        facts.put("regenerate-initramfs", Variant.bool(file.getBoolean("rpmostree", "regenerate-initramfs", false)));
        file.get("rpmostree", "initramfs-args")
                .ifPresent(_ -> facts.put("initramfs-args", list(file, "rpmostree", "initramfs-args")));
        facts.put("initramfs-etc", list(file, "rpmostree", "initramfs-etc"));
    }

    /** A list of a key file: words with a semicolon after each. */
    private static Variant list(KeyFile file, String group, String key) {
        List<String> words = new ArrayList<>();
        for (String word : file.get(group, key).orElse("").split(";")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return Variant.strings(words);
    }
}
