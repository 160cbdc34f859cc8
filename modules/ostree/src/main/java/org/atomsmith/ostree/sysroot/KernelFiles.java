package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.object.Checksum;

/**
 * The kernel of a deployment on disk and what belongs to it: {@code usr/lib/modules/<release>}, or the older layouts in
 * {@code usr/lib/ostree-boot} and {@code boot}, whose file names end in the boot checksum. The first of them that has an
 * initramfs wins, else the first.
 *
 * @param names what it is called in the boot directory
 * @param files all files, with their paths in the boot directory
 * @param named the boot checksum, where names end in it
 * @param digested how many of the files, the first ones, the boot checksum is of where no names end in it
 */
record KernelFiles(KernelNames names, List<Installed> files, Optional<Checksum> named, int digested) {

    /**
     * A file that goes to the boot directory.
     *
     * @param source the file
     * @param target its path below the boot directory
     */
    record Installed(Path source, String target) {}

    /**
     * Finds the kernel.
     *
     * @throws SysrootException when there is none
     */
    static KernelFiles find(Path deployment, boolean devicetrees) throws IOException {
        Optional<KernelFiles> modules = ofModules(deployment.resolve("usr/lib/modules"), devicetrees);
        Optional<KernelFiles> legacy = legacy(deployment);
        boolean legacyWins = legacy.isPresent()
                && legacy.get().names.initramfs().isPresent()
                && modules.filter(found -> found.names.initramfs().isPresent()).isEmpty();
        return (legacyWins ? legacy : modules.or(() -> legacy))
                .orElseThrow(() -> new SysrootException(
                        "Failed to find kernel in /usr/lib/modules, /usr/lib/ostree-boot or /boot of " + deployment));
    }

    /** The SHA-256 of kernel, initramfs and device trees, or what was said to be that. */
    Checksum bootChecksum() throws IOException {
        return named.isPresent() ? named.get() : digest(files.subList(0, digested));
    }

    /** Bytes that the files take in a file system of this block size. */
    long size(long block) throws IOException {
        long size = 0;
        for (Installed file : files) {
            size += (Files.size(file.source) + block - 1) / block * block;
        }
        return size;
    }

    private static Optional<KernelFiles> ofModules(Path modules, boolean devicetrees) throws IOException {
        if (!Files.isDirectory(modules)) {
            return Optional.empty();
        }
        for (Path directory : Trees.list(modules)) {
            if (Files.isRegularFile(directory.resolve("vmlinuz"))) {
                return Optional.of(ofRelease(directory, devicetrees));
            }
        }
        return Optional.empty();
    }

    private static KernelFiles ofRelease(Path directory, boolean devicetrees) throws IOException {
        String release = directory.getFileName().toString();
        List<Installed> parts = new ArrayList<>();
        String kernel = "vmlinuz-" + release;
        parts.add(new Installed(directory.resolve("vmlinuz"), kernel));
        Optional<Path> image = regular(directory, "initramfs.img").or(() -> regular(directory, "initramfs"));
        Optional<String> initramfs = image.map(_ -> "initramfs-" + release + ".img");
        image.ifPresent(file -> parts.add(new Installed(file, initramfs.orElseThrow())));
        Optional<Path> tree = devicetrees ? regular(directory, "devicetree") : Optional.empty();
        Optional<String> devicetree = tree.map(_ -> "devicetree-" + release);
        tree.ifPresent(file -> parts.add(new Installed(file, devicetree.orElseThrow())));
        boolean several = devicetrees && tree.isEmpty() && Files.isDirectory(directory.resolve("dtb"));
        if (several) {
            collect(directory.resolve("dtb"), "dtb", parts);
        }
        int digested = parts.size();
        regular(directory, ".vmlinuz.hmac").ifPresent(file -> parts.add(new Installed(file, "." + kernel + ".hmac")));
        return new KernelFiles(
                new KernelNames(kernel, initramfs, devicetree, several ? Optional.of("dtb") : Optional.empty()),
                List.copyOf(parts),
                Optional.empty(),
                digested);
    }

    private static Optional<Path> regular(Path directory, String name) {
        return Optional.of(directory.resolve(name)).filter(Files::isRegularFile);
    }

    private static void collect(Path directory, String target, List<Installed> parts) throws IOException {
        for (Path entry : Trees.list(directory)) {
            String below = target + "/" + entry.getFileName();
            if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                collect(entry, below, parts);
            } else if (Files.isRegularFile(entry)) {
                parts.add(new Installed(entry, below));
            }
        }
    }

    private static Checksum digest(List<Installed> parts) throws IOException {
        MessageDigest digest = Checksum.sha256OfContent();
        byte[] buffer = new byte[65_536];
        for (Installed part : parts) {
            try (InputStream in = Files.newInputStream(part.source)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return Checksum.of(digest.digest());
    }

    private static Optional<KernelFiles> legacy(Path deployment) throws IOException {
        Path directory = deployment.resolve("usr/lib/ostree-boot");
        if (!Files.isDirectory(directory)) {
            directory = deployment.resolve("boot");
        }
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Optional<Legacy> kernel = Legacy.find(directory, "vmlinuz-");
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        Optional<Legacy> initramfs = Legacy.find(directory, "initramfs-");
        Optional<Legacy> devicetree = Legacy.find(directory, "devicetree-");
        Checksum checksum = kernel.get().checksum;
        if (initramfs.isPresent() && !initramfs.get().checksum.equals(checksum)) {
            throw new SysrootException("Mismatched kernel checksum vs initrd in " + directory);
        }
        if (devicetree.isPresent() && !devicetree.get().checksum.equals(checksum)) {
            throw new SysrootException("Mismatched kernel checksum vs device tree in " + directory);
        }
        List<Installed> parts = new ArrayList<>();
        for (Optional<Legacy> part : List.of(kernel, initramfs, devicetree)) {
            part.ifPresent(file -> parts.add(new Installed(file.file, file.name)));
        }
        return Optional.of(new KernelFiles(
                new KernelNames(
                        kernel.get().name, initramfs.map(Legacy::name), devicetree.map(Legacy::name), Optional.empty()),
                parts,
                Optional.of(checksum),
                0));
    }

    /** A file whose name ends in {@code -<boot checksum>}. */
    private record Legacy(Path file, String name, Checksum checksum) {

        static Optional<Legacy> find(Path directory, String prefix) throws IOException {
            for (Path file : Trees.list(directory)) {
                String name = file.getFileName().toString();
                int dash = name.lastIndexOf('-');
                Optional<Checksum> checksum = Checksum.tryParse(name.substring(dash + 1));
                if (name.startsWith(prefix) && checksum.isPresent()) {
                    return Optional.of(new Legacy(file, name.substring(0, dash), checksum.get()));
                }
            }
            return Optional.empty();
        }
    }
}
