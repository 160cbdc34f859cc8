package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.object.ObjectName;

/** An object that something refers to and that the repository does not have. */
public final class ObjectNotFoundException extends IOException {
    private final transient ObjectName object;

    /** Names the object and the repository. */
    public ObjectNotFoundException(ObjectName object, Path repository) {
        super((object.type().isMetadata()
                        ? "No such metadata object " + object
                        : "Couldn't find file object '" + object.checksum() + "'")
                + " in repository " + repository);
        this.object = object;
    }

    /** The object that is missing. */
    public ObjectName object() {
        return object;
    }
}
