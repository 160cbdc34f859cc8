package org.atomsmith.ostree.serve;

import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * The first line of a request.
 *
 * @param method {@code GET}
 * @param target what is asked for, as it came
 */
record ObjectRequest(String method, String target) {
    private static final String OBJECTS = "/objects/";
    private static final int SHARD = 2;

    /** Reads the line; empty for one that is not of HTTP/1.1. */
    static Optional<ObjectRequest> parse(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 3 && words[2].equals("HTTP/1.1")
                ? Optional.of(new ObjectRequest(words[0], words[1]))
                : Optional.empty();
    }

    /**
     * The object that is asked for. There is one way to write its path, and nothing of the path goes to the file system:
     * only the checksum does.
     *
     * @return empty when it is something else
     */
    Optional<ObjectName> object() {
        if (!target.startsWith(OBJECTS)) {
            return Optional.empty();
        }
        String path = target.substring(OBJECTS.length());
        int dot = path.indexOf('.');
        if (dot != 2 * Checksum.SIZE + 1 || path.charAt(SHARD) != '/') {
            return Optional.empty();
        }
        Optional<ObjectType> type = switch (path.substring(dot + 1)) {
            case "commit" -> Optional.of(ObjectType.COMMIT);
            case "dirtree" -> Optional.of(ObjectType.DIRTREE);
            case "dirmeta" -> Optional.of(ObjectType.DIRMETA);
            case "filez" -> Optional.of(ObjectType.FILE);
            default -> Optional.empty();
        };
        return type.flatMap(found -> Checksum.tryParse(path.substring(0, SHARD) + path.substring(SHARD + 1, dot))
                .map(checksum -> new ObjectName(found, checksum)));
    }
}
