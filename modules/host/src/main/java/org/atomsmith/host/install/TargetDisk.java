package org.atomsmith.host.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.host.system.HostException;

/**
 * A disk of this machine.
 *
 * @param name as the kernel calls it: {@code vda}
 * @param size in bytes
 * @param model what the manufacturer calls it; may be empty
 * @param devices its own name and those of its partitions
 * @param uses why it should not be overwritten; empty when nothing uses it
 */
record TargetDisk(String name, long size, String model, List<String> devices, List<String> uses) {
    private static final int SECTOR = 512;

    /** Copies the lists. */
    TargetDisk {
        devices = List.copyOf(devices);
        uses = List.copyOf(uses);
    }

    /** The device. */
    Path device() {
        return Path.of("/dev", name);
    }

    /** One line for a person. */
    String describe() {
        return device() + "  " + size / 1_000_000_000 + " GB" + (model.isEmpty() ? "" : "  " + model)
                + (uses.isEmpty() ? "" : "  (in use: " + String.join(", ", uses) + ")");
    }

    /** This disk, when the answers lie on it or on a partition of it: it is not meant to be overwritten. */
    TargetDisk without(Optional<Path> answers) {
        boolean holds = answers.map(Path::getFileName)
                .map(Path::toString)
                .filter(device -> devices.contains(device))
                .isPresent();
        if (!holds) {
            return this;
        }
        List<String> more = new ArrayList<>(uses);
        more.add("the answers are on it");
        return new TargetDisk(name, size, model, devices, more);
    }

    /** All disks that could be written, by name. */
    static List<TargetDisk> all(Path system) throws IOException {
        List<TargetDisk> disks = new ArrayList<>();
        try (Stream<Path> blocks = Files.list(system.resolve("sys/block"))) {
            for (Path block : blocks.sorted().toList()) {
                String name = String.valueOf(block.getFileName());
                // Disks of hardware, real or not, have a device behind them; loops, memory and mapped ones do not.
                if (Files.exists(block.resolve("device")) && !name.startsWith("sr") && !name.startsWith("fd")) {
                    TargetDisk disk = of(system, block, name);
                    if (disk.size > 0 && !text(block.resolve("ro")).equals("1")) {
                        disks.add(disk);
                    }
                }
            }
        }
        return disks;
    }

    /**
     * The disk that is meant.
     *
     * @param wanted a device, or a link to one, or {@code auto} for the only one that nothing uses
     * @throws HostException when there is none, or more than one
     */
    static TargetDisk find(List<TargetDisk> disks, String wanted) throws IOException {
        if (wanted.equals("auto")) {
            List<TargetDisk> free = disks.stream().filter(d -> d.uses.isEmpty()).toList();
            if (free.size() != 1) {
                throw new HostException("'auto' needs exactly one disk that nothing uses, and there are " + free.size()
                        + ": " + list(free.isEmpty() ? disks : free) + "; name the disk");
            }
            return free.getFirst();
        }
        Path path = Path.of(wanted);
        String name = String.valueOf(Files.exists(path) ? path.toRealPath().getFileName() : path.getFileName());
        return disks.stream()
                .filter(d -> d.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new HostException(
                        "there is no disk " + wanted + " that could be written; there are: " + list(disks)));
    }

    private static String list(List<TargetDisk> disks) {
        return disks.isEmpty()
                ? "none"
                : String.join("; ", disks.stream().map(TargetDisk::describe).toList());
    }

    private static TargetDisk of(Path system, Path block, String name) throws IOException {
        List<String> devices = new ArrayList<>(List.of(name));
        List<String> uses = new ArrayList<>();
        holders(block, name, uses);
        try (Stream<Path> parts = Files.list(block)) {
            for (Path part : parts.sorted().toList()) {
                if (Files.exists(part.resolve("partition"))) {
                    String partName = String.valueOf(part.getFileName());
                    devices.add(partName);
                    holders(part, partName, uses);
                }
            }
        }
        for (String line : lines(system.resolve("proc/self/mounts"))) {
            String[] words = line.split(" ");
            if (words.length > 1 && isOne(words[0], devices)) {
                uses.add("mounted at " + words[1]);
            }
        }
        for (String line : lines(system.resolve("proc/swaps"))) {
            if (isOne(line.split("[ \t]")[0], devices)) {
                uses.add("swap");
            }
        }
        long sectors = Long.parseLong(Optional.of(text(block.resolve("size")))
                .filter(t -> t.matches("\\d{1,18}"))
                .orElse("0"));
        return new TargetDisk(name, sectors * SECTOR, text(block.resolve("device/model")), devices, uses);
    }

    private static boolean isOne(String device, List<String> names) {
        return device.startsWith("/dev/") && names.contains(device.substring(5));
    }

    private static void holders(Path block, String name, List<String> uses) throws IOException {
        Path holders = block.resolve("holders");
        if (Files.isDirectory(holders)) {
            try (Stream<Path> all = Files.list(holders)) {
                all.forEach(h -> uses.add(name + " is part of " + h.getFileName()));
            }
        }
    }

    private static String text(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "";
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    }
}
