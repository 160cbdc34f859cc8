package org.atomsmith.ostree.repo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/** Goes through the files of {@code objects/}, directory by directory, each in the order of names. */
public final class ObjectListing {
    private final File objects;
    private final ObjectPaths paths;

    ObjectListing(Path objects, ObjectPaths paths) {
        this.objects = objects.toFile();
        this.paths = paths;
    }

    /** Takes an object and the file that it is. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes the next object. */
        void visit(ObjectName name, File file) throws IOException;
    }

    void visit(Visitor visitor) throws IOException {
        for (String shard : names(objects)) {
            if (shard.length() != 2) {
                continue;
            }
            File directory = new File(objects, shard);
            for (String file : names(directory)) {
                Optional<ObjectName> name = paths.parse(shard, file);
                if (name.isPresent()) {
                    visitor.visit(name.get(), new File(directory, file));
                }
            }
        }
    }

    /** The commits among them, sorted. */
    List<Checksum> commits() throws IOException {
        List<Checksum> commits = new ArrayList<>();
        visit((name, _) -> {
            if (name.type() == ObjectType.COMMIT) {
                commits.add(name.checksum());
            }
        });
        commits.sort(Comparator.naturalOrder());
        return commits;
    }

    private static String[] names(File directory) {
        String[] names = directory.list();
        if (names == null) {
            return new String[0];
        }
        Arrays.sort(names);
        return names;
    }
}
