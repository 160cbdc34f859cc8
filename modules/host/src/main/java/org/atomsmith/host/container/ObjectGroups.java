package org.atomsmith.host.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;

/**
 * The files of a commit by the directory that they are in, three levels deep: what a package brings is mostly in few of
 * them, whatever else changes.
 *
 * @param large the largest groups, by name
 * @param rest the files of all others
 */
record ObjectGroups(List<Group> large, List<File> rest) {
    private static final int DEPTH = 3;

    /** A file at one path; objects that several paths share are with the first. */
    record File(String path, Checksum checksum) {}

    /** Files of one directory and those below. */
    record Group(String name, List<File> files, long size) {}

    /** Groups the files of a commit. */
    static ObjectGroups of(Repository repository, Commit commit, int most) throws IOException {
        Map<String, List<File>> groups = new LinkedHashMap<>();
        Map<String, Long> sizes = new LinkedHashMap<>();
        Map<Checksum, String> owners = new LinkedHashMap<>();
        Set<Checksum> counted = new HashSet<>();
        for (File file : files(repository, commit.rootTree(), "", new ArrayList<>())) {
            String group = owners.computeIfAbsent(file.checksum(), _ -> group(file.path()));
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(file);
            if (counted.add(file.checksum())) {
                sizes.merge(group, repository.contentInfo(file.checksum()).size(), Long::sum);
            }
        }
        List<Group> all = new ArrayList<>();
        groups.forEach((name, files) -> all.add(new Group(name, files, sizes.getOrDefault(name, 0L))));
        all.sort(Comparator.comparingLong(Group::size).reversed().thenComparing(Group::name));
        List<Group> large = new ArrayList<>(all.subList(0, Math.min(most, all.size())));
        large.sort(Comparator.comparing(Group::name));
        List<File> rest = new ArrayList<>();
        all.subList(large.size(), all.size()).forEach(group -> rest.addAll(group.files()));
        rest.sort(Comparator.comparing(File::path));
        return new ObjectGroups(large, rest);
    }

    private static List<File> files(Repository repository, Checksum tree, String path, List<File> into)
            throws IOException {
        DirTree entries = repository.readDirTree(tree);
        for (DirTree.File file : entries.files()) {
            into.add(new File(path + file.name(), file.checksum()));
        }
        for (DirTree.Directory directory : entries.directories()) {
            files(repository, directory.tree(), path + directory.name() + "/", into);
        }
        return into;
    }

    private static String group(String path) {
        int end = -1;
        for (int i = 0; i < DEPTH; i++) {
            int next = path.indexOf('/', end + 1);
            if (next < 0) {
                break;
            }
            end = next;
        }
        return path.substring(0, Math.max(0, end));
    }
}
