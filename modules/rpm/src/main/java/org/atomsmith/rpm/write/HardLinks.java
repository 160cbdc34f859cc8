package org.atomsmith.rpm.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of a package's files are names of one file. The last name in the header's order carries the content. */
final class HardLinks {
    private final List<Integer> originals = new ArrayList<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Map<Integer, Integer> names = new HashMap<>();

    /**
     * Finds them.
     *
     * @throws IllegalArgumentException when a file is a further name of what is no regular file of the package
     */
    HardLinks(List<SpecFile> files) {
        Map<String, Integer> byPath = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (byPath.put(files.get(i).path(), i) != null) {
                throw new IllegalArgumentException(files.get(i).path() + " is there twice");
            }
        }
        for (int i = 0; i < files.size(); i++) {
            int original = i;
            if (files.get(i).linkOf().isPresent()) {
                String path = files.get(i).linkOf().get();
                original = byPath.getOrDefault(path, -1);
                if (original < 0
                        || !files.get(original).isRegular()
                        || files.get(original).linkOf().isPresent()) {
                    throw new IllegalArgumentException(
                            files.get(i).path() + " is a name of " + path + ", which is no file of the package");
                }
            }
            originals.add(original);
            last.put(original, i);
            names.merge(original, 1, Integer::sum);
        }
    }

    int original(int index) {
        return originals.get(index);
    }

    /** The same for all names of a file; never 0. */
    long inode(int index) {
        return original(index) + 1L;
    }

    int names(int index) {
        return names.getOrDefault(original(index), 1);
    }

    boolean carriesContent(int index) {
        return last.getOrDefault(original(index), index) == index;
    }

    /** Gives all names of a file the digest that one of them has. */
    void spread(Map<Integer, String> digests) {
        for (int i = 0; i < originals.size(); i++) {
            String digest = digests.get(last.getOrDefault(original(i), i));
            if (digest != null) {
                digests.putIfAbsent(i, digest);
            }
        }
    }
}
