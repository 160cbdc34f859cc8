package org.atomsmith.host.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;

/**
 * The services of the system that run now, by the control groups that systemd gives them: nothing is started or asked to
 * find them. Sessions, services of users and containers are none of these.
 */
public final class RunningServices {
    private static final String SERVICES = "system.slice";
    private static final String SERVICE = ".service";

    /** Control groups do not nest deeper on any sensible system. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_COMMAND_LINE = 64 << 10;

    private final Path root;
    private final SortedMap<String, Path> groups;

    private RunningServices(Path root, SortedMap<String, Path> groups) {
        this.root = root;
        this.groups = Collections.unmodifiableSortedMap(groups);
    }

    /**
     * Those of a system.
     *
     * @param root its root, with its {@code /proc} and {@code /sys}
     */
    public static RunningServices of(Path root) throws IOException {
        SortedMap<String, Path> groups = new TreeMap<>();
        for (String hierarchy : List.of("", "unified", "systemd")) {
            Path slice = root.resolve("sys/fs/cgroup").resolve(hierarchy).resolve(SERVICES);
            if (Files.isDirectory(slice)) {
                collect(slice, groups, 0);
                break;
            }
        }
        return new RunningServices(root, groups);
    }

    /** Their units: {@code ssh.service}. */
    public Set<String> names() {
        return groups.keySet();
    }

    /**
     * Those that have one of some files in use: as a program, as a library, as a script, or as their unit.
     *
     * @param files paths below the root, without a slash before
     */
    public SortedSet<String> using(Set<String> files) throws IOException {
        SortedSet<String> using = new TreeSet<>();
        Optional<FileStatus> own = LinuxFiles.find(root.resolve("."));
        for (var group : groups.entrySet()) {
            if (isOfUnit(group.getKey(), files) || hasProcessUsing(group.getValue(), files, own)) {
                using.add(group.getKey());
            }
        }
        return using;
    }

    private static void collect(Path directory, SortedMap<String, Path> groups, int depth) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (name.endsWith(".slice") && depth < MAX_DEPTH) {
                    collect(child, groups, depth + 1);
                } else if (name.endsWith(SERVICE) && isPopulated(child)) {
                    groups.put(name, child);
                }
            }
        } catch (NoSuchFileException e) {
            // It ended meanwhile.
        }
    }

    private static boolean isPopulated(Path group) throws IOException {
        Path events = group.resolve("cgroup.events");
        return !Files.exists(events) || lines(events).contains("populated 1");
    }

    private static boolean isOfUnit(String name, Set<String> files) {
        for (String directory : List.of("usr/lib/systemd/system/", "usr/etc/systemd/system/")) {
            if (files.contains(directory + name) || files.contains(directory + UnitNames.template(name))) {
                return true;
            }
            String dropIns = directory + name + ".d/";
            if (files.stream().anyMatch(file -> file.startsWith(dropIns))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasProcessUsing(Path group, Set<String> files, Optional<FileStatus> own) throws IOException {
        List<Path> pending = new ArrayList<>(List.of(group));
        while (!pending.isEmpty()) {
            Path at = pending.removeLast();
            for (String pid : lines(at.resolve("cgroup.procs"))) {
                Path process = root.resolve("proc").resolve(pid);
                if (isInRoot(process, own) && (maps(process, files) || isCommand(process, files))) {
                    return true;
                }
            }
            try (DirectoryStream<Path> children = Files.newDirectoryStream(at, Files::isDirectory)) {
                children.forEach(pending::add);
            } catch (NoSuchFileException e) {
                // It ended meanwhile.
            }
        }
        return false;
    }

    /** A container's files have the same names as ours. */
    private static boolean isInRoot(Path process, Optional<FileStatus> own) throws IOException {
        Optional<FileStatus> its = LinuxFiles.find(process.resolve("root/."));
        return its.isPresent()
                && own.isPresent()
                && its.get().ino() == own.get().ino()
                && its.get().dev() == own.get().dev();
    }

    private static boolean maps(Path process, Set<String> files) throws IOException {
        String last = "";
        for (String line : lines(process.resolve("maps"))) {
            int slash = line.indexOf('/');
            if (slash < 0 || line.substring(slash).equals(last)) {
                continue;
            }
            last = line.substring(slash);
            if (files.contains(UnitNames.inUsr(last))) {
                return true;
            }
        }
        return false;
    }

    /** A script is no mapped file, but an argument of its interpreter. */
    private static boolean isCommand(Path process, Set<String> files) throws IOException {
        Path file = process.resolve("cmdline");
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_COMMAND_LINE);
        } catch (IOException e) {
            return false; // It ended meanwhile.
        }
        for (String word : new String(bytes, StandardCharsets.UTF_8).split("\0", -1)) {
            if (word.startsWith("/") && files.contains(UnitNames.inUsr(word))) {
                return true;
            }
        }
        return false;
    }

    /** The lines of a file of the kernel; none when what it tells of has ended. */
    private static List<String> lines(Path file) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            return List.of();
        }
        return lines;
    }
}
