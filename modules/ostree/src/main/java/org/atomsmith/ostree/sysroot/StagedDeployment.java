package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * What is to be finished when the system shuts down: {@code /run/ostree/staged-deployment}, an {@code a{sv}} that
 * libostree and rpm-ostree read and write too.
 *
 * @param values all of it, what this class does not know included
 */
record StagedDeployment(SequencedMap<String, Variant> values) {
    private static final int MAX_SIZE = 1 << 20;

    /** What is staged. */
    static StagedDeployment of(
            Deployment target,
            Optional<Deployment> merge,
            Optional<KernelArguments> arguments,
            List<String> overlayInitrds,
            boolean locked) {
        SequencedMap<String, Variant> values = new LinkedHashMap<>();
        values.put("target", name(target));
        if (locked) {
            values.put("locked", Variant.bool(true));
        }
        merge.ifPresent(deployment -> values.put("merge-deployment", name(deployment)));
        arguments.ifPresent(list -> values.put("kargs", Variant.strings(list.arguments())));
        if (!overlayInitrds.isEmpty()) {
            values.put("overlay-initrds", Variant.strings(overlayInitrds));
        }
        return new StagedDeployment(values);
    }

    /** Reads what is staged; empty when nothing is. */
    static Optional<StagedDeployment> read(Path run) throws IOException {
        Path file = file(run);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_SIZE) {
            throw new SysrootException(file + " is " + Files.size(file) + " bytes long: remove it");
        }
        try {
            return Optional.of(new StagedDeployment(
                    Variant.parse(Variant.DICT, Files.readAllBytes(file)).asDict()));
        } catch (VariantException e) {
            throw new SysrootException(file + ": " + e.getMessage() + ": remove it, and stage again", e);
        }
    }

    /** Writes it, replacing what was staged before. */
    void write(Path run) throws IOException {
        Files.createDirectories(run.resolve("ostree"));
        AtomicFile.write(file(run), Variant.dict(values).toBytes(), 0644);
    }

    /** The file. */
    static Path file(Path run) {
        return run.resolve("ostree/staged-deployment");
    }

    /** A file whose being there locks what is staged, older than the key. */
    static Path lockFile(Path run) {
        return run.resolve("ostree/staged-deployment-locked");
    }

    /** Where the files are kept that are to be unpacked over the initramfs. */
    static Path initrds(Path run) {
        return run.resolve("ostree/staged-initrds");
    }

    /** What is to be finished. */
    Deployment target() throws SysrootException {
        return deployment("target")
                .orElseThrow(() -> new SysrootException("the staged deployment names no target: stage again"));
    }

    /** Whose configuration it takes over. */
    Optional<Deployment> merge() throws SysrootException {
        return deployment("merge-deployment");
    }

    /** Its kernel arguments; empty for those of the merge deployment. */
    Optional<KernelArguments> arguments() {
        return strings("kargs").map(KernelArguments::new);
    }

    /** Checksums of the files that are unpacked over its initramfs. */
    List<String> overlayInitrds() {
        return strings("overlay-initrds").orElse(List.of());
    }

    /** Whether it is not to be finished. */
    boolean locked(Path run) {
        Variant value = values.get("locked");
        return value != null && value.asBoolean() || Files.exists(lockFile(run));
    }

    /** The same with another value. */
    StagedDeployment with(String key, Variant value) {
        SequencedMap<String, Variant> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new StagedDeployment(changed);
    }

    private Optional<List<String>> strings(String key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> value.children().stream().map(Variant::asString).toList());
    }

    private Optional<Deployment> deployment(String key) throws SysrootException {
        Variant value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            SequencedMap<String, Variant> parts = value.asDict();
            List<String> texts = new ArrayList<>();
            for (String part : List.of("osname", "name", "bootcsum")) {
                Variant text = parts.get(part);
                if (text == null) {
                    throw new SysrootException("the staged deployment's '" + key + "' has no '" + part + "'");
                }
                texts.add(text.asString());
            }
            return Optional.of(
                    DeploymentName.parse(texts.get(1)).deployment(texts.get(0), Checksum.parse(texts.get(2)), 0));
        } catch (VariantException | IllegalArgumentException e) {
            throw new SysrootException("the staged deployment's '" + key + "': " + e.getMessage(), e);
        }
    }

    private static Variant name(Deployment deployment) {
        SequencedMap<String, Variant> values = new LinkedHashMap<>();
        values.put("name", Variant.string(deployment.name()));
        values.put("osname", Variant.string(deployment.stateroot()));
        values.put("bootcsum", Variant.string(deployment.bootChecksum().hex()));
        return Variant.dict(values);
    }
}
