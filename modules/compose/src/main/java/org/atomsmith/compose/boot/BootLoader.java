package org.atomsmith.compose.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CachedTrees;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Makes GRUB's images for BIOS and UEFI with the tree's own {@code grub-mkimage} and leaves them in the tree under
 * {@value #DIRECTORY}: whoever writes a disk, and a host that updates its boot loader, only copies them. Both hold a memory
 * disk with their configuration, and {@code linux.mod}, which is not linked in: boot entries are read as a script in which
 * {@code linux} must not be a command yet.
 */
public final class BootLoader {
    /** Where the images are in the tree. */
    public static final String DIRECTORY = "usr/lib/atomsmith/boot";

    /** First sector of a BIOS disk. */
    public static final String BOOT_IMG = DIRECTORY + "/boot.img";

    /** What it loads, from the BIOS boot partition. */
    public static final String CORE_IMG = DIRECTORY + "/core.img";

    /** The UEFI program. */
    public static final String EFI = DIRECTORY + "/BOOTX64.EFI";

    /** First sector of a BIOS disk that is an ISO 9660 file system as well: a USB stick. */
    public static final String HYBRID_IMG = DIRECTORY + "/boot_hybrid.img";

    /** What a BIOS starts from a CD; the core image follows it. */
    public static final String CD_BOOT_IMG = DIRECTORY + "/cdboot.img";

    /** The part of the menu that no deployment writes: {@code /boot/grub/grub.cfg} of a disk. */
    public static final String MENU = DIRECTORY + "/grub.cfg";

    private static final int VERSION = 6;
    private static final String ENTRIES = "bootloader";
    private static final String GRUB = "usr/lib/grub";
    private static final String MKIMAGE = "usr/bin/grub-mkimage";
    private static final String EARLY = "early.cfg";
    private static final String WORK = "var/tmp/bootloader";
    private static final List<String> MODULES = List.of(
            "boot",
            "cat",
            "configfile",
            "echo",
            "ext2",
            "fat",
            "gzio",
            "halt",
            "iso9660",
            "loadenv",
            "ls",
            "memdisk",
            "minicmd",
            "normal",
            "part_gpt",
            "part_msdos",
            "probe",
            "reboot",
            "regexp",
            "search",
            "search_fs_uuid",
            "search_label",
            "serial",
            "sleep",
            "tar",
            "terminal",
            "test",
            "true",
            "zstd");

    private final BuildCache cache;
    private final CachedTrees trees;
    private final ObjectStore objects;
    private final ScriptletEnvironment environment = ScriptletEnvironment.timeless();
    private final EventSink events;

    /** A maker of boot loader images. */
    public BootLoader(BuildCache cache, ObjectStore objects, EventSink events) {
        this.cache = cache;
        this.trees = new CachedTrees(cache, objects, ENTRIES);
        this.objects = objects;
        this.events = events;
    }

    /** One firmware interface, as GRUB names it. */
    private enum Platform {
        BIOS("i386-pc", "core.img", List.of("biosdisk")),
        UEFI("x86_64-efi", "BOOTX64.EFI", List.of());

        private final String name;
        private final String image;
        private final List<String> modules;

        Platform(String name, String image, List<String> modules) {
            this.name = name;
            this.image = image;
            this.modules = modules;
        }
    }

    /**
     * Makes the images and puts them into the tree.
     *
     * @throws BootException when the tree lacks GRUB for one of the platforms, or it fails
     */
    public void addTo(FileTree tree) throws IOException {
        if (!tree.has(MKIMAGE)) {
            throw missing("/" + MKIMAGE, "grub-common");
        }
        CacheKey key = new CacheKey(ENTRIES, VERSION).add(config()).add(early()).add(MODULES.toString());
        key.add(tree.get(tree.resolve(MKIMAGE)).map(Node::key).orElse(""));
        tree.below(GRUB).forEach((path, node) -> key.add(path).add(node.key()));
        String hex = key.hex();
        try (Step step = Step.begin(events, "bootloader", "Make the boot loader")) {
            Optional<FileTree> ready = trees.find(hex);
            boolean cached = ready.isPresent();
            FileTree images = cached ? ready.get() : make(tree);
            if (!cached) {
                trees.put(hex, images);
            }
            images.below("").forEach(tree::put);
            tree.put(MENU, objects.store(resource("grub.cfg").getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
            step.end("GRUB for BIOS and UEFI", cached);
        }
    }

    private FileTree make(FileTree tree) throws IOException {
        FileTree images = new FileTree();
        try (ToolRoot tools = new ToolRoot(cache, objects, environment, tree)) {
            Path work = Files.createDirectories(tools.root().directory().resolve(WORK));
            Files.writeString(work.resolve(EARLY), early());
            for (Platform platform : Platform.values()) {
                String directory = GRUB + "/" + platform.name;
                if (!(tree.get(directory + "/linux.mod").orElse(null) instanceof Node.File linux)
                        || !(tree.get(directory + "/moddep.lst").orElse(null) instanceof Node.File dependencies)) {
                    throw missing("/" + directory, platform == Platform.BIOS ? "grub-pc-bin" : "grub-efi-amd64-bin");
                }
                Files.write(work.resolve(platform.name + ".tar"), memoryDisk(platform, objects.read(linux)));
                Set<String> modules = new TreeSet<>(MODULES);
                modules.addAll(platform.modules);
                modules.addAll(dependenciesOf("linux", new String(objects.read(dependencies), StandardCharsets.UTF_8)));
                List<String> command = new ArrayList<>(List.of("/" + MKIMAGE));
                command.addAll(List.of("--format", platform.name, "--directory", "/" + directory));
                command.addAll(List.of("--memdisk", "/" + WORK + "/" + platform.name + ".tar"));
                // GRUB's root is the device that it was started from only where the prefix names no device.
                // A memory disk's names one, and the last one counts.
                command.addAll(List.of("--prefix", "/boot/grub", "--config", "/" + WORK + "/" + EARLY));
                command.addAll(List.of("--output", "/" + WORK + "/" + platform.image));
                command.addAll(modules);
                tools.run(command, "The GRUB packages of the tree do not fit together.");
                images.put(DIRECTORY + "/" + platform.image, store(work.resolve(platform.image)));
            }
            for (String image : List.of(BOOT_IMG, HYBRID_IMG, CD_BOOT_IMG)) {
                String source = GRUB + "/i386-pc" + image.substring(DIRECTORY.length());
                if (!(tree.get(source).orElse(null) instanceof Node.File file)) {
                    throw missing("/" + source, "grub-pc-bin");
                }
                images.put(image, objects.store(objects.read(file), 0, 0, 0644));
            }
        }
        return images;
    }

    private Node.File store(Path file) throws IOException {
        return objects.store(Files.readAllBytes(file), 0, 0, 0644);
    }

    private static List<String> dependenciesOf(String module, String list) throws BootException {
        for (String line : list.split("\n")) {
            if (line.startsWith(module + ":")) {
                String names = line.substring(module.length() + 1).strip();
                return names.isEmpty() ? List.of() : List.of(names.split("\\s+"));
            }
        }
        throw new BootException("GRUB's moddep.lst does not name the module '" + module + "'");
    }

    private static byte[] memoryDisk(Platform platform, byte[] linuxModule) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            entry(tar, "boot/grub/grub.cfg", config().getBytes(StandardCharsets.UTF_8));
            entry(tar, "boot/grub/" + platform.name + "/linux.mod", linuxModule);
        }
        return bytes.toByteArray();
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0644);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static String config() throws IOException {
        return resource("memdisk.cfg");
    }

    /** What GRUB does before it looks for its configuration: that is in the memory disk after all. */
    private static String early() throws IOException {
        return resource(EARLY);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = BootLoader.class.getResourceAsStream("/org/atomsmith/compose/boot/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BootException missing(String path, String packageName) {
        return new BootException("the tree has no " + path + "; add " + packageName
                + " (or your distribution's package of " + "that purpose) to 'packages'");
    }
}
