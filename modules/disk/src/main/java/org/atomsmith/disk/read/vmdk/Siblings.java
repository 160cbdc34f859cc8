package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import org.atomsmith.disk.read.source.ImageSource;

/** The files beside an image. */
@FunctionalInterface
public interface Siblings {

    /**
     * Opens one.
     *
     * @param name a plain file name, without any folder
     * @throws IOException when there is none, or none may be opened
     */
    ImageSource open(String name) throws IOException;
}
