package org.atomsmith.ostree.repo;

import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/** The names of loose objects' files below {@code objects/}: {@code XX/<62 hex>.<extension>}. */
record ObjectPaths(RepositoryMode mode) {

    /** The first two hex digits, which name the directory. */
    static String shard(Checksum checksum) {
        return checksum.hex().substring(0, 2);
    }

    /** {@code XX/<62 hex>.<extension>}. */
    String relative(ObjectName name) {
        String hex = name.checksum().hex();
        return hex.substring(0, 2) + "/" + hex.substring(2) + "." + extension(name.type());
    }

    Path in(Path directory, ObjectName name) {
        return directory.resolve(relative(name));
    }

    String extension(ObjectType type) {
        return type == ObjectType.FILE && mode == RepositoryMode.ARCHIVE ? "filez" : type.extension();
    }

    /** The object that a file in a shard's directory is; absent for any other file. */
    Optional<ObjectName> parse(String shard, String fileName) {
        int dot = fileName.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        return ObjectType.ofExtension(fileName.substring(dot + 1))
                .filter(type -> extension(type).equals(fileName.substring(dot + 1)))
                .flatMap(type -> Checksum.tryParse(shard + fileName.substring(0, dot))
                        .map(checksum -> new ObjectName(type, checksum)));
    }
}
