package org.atomsmith.ostree.pull;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.Transaction;

/** A repository that objects come from. Thread-safe. */
public sealed interface Source extends Closeable permits HttpSource, LocalSource {
    /** OSTREE_MAX_METADATA_SIZE: no metadata file is larger. */
    long MAX_METADATA = 128L << 20;

    /** True when it is on this machine. */
    boolean isLocal();

    /** A small file of the repository, such as {@code config}; empty when there is none. */
    Optional<byte[]> file(String path) throws IOException;

    /** A metadata object's bytes, verified unless the source is trusted; empty when there is none. */
    Optional<byte[]> metadata(ObjectName name) throws IOException;

    /** The file of an object, where one on this machine can be linked to; empty for a source elsewhere. */
    default Optional<Path> localFile(ObjectName name) {
        return Optional.empty();
    }

    /** A commit's detached metadata; empty when there are none. */
    Optional<byte[]> detached(Checksum commit) throws IOException;

    /**
     * Brings a file object.
     *
     * @return bytes of the file; empty when it was there already
     */
    OptionalLong importContent(Checksum checksum, Transaction target) throws IOException;

    /** The bytes that a file object takes on its way. */
    long transferSize(Checksum content) throws IOException;

    /** Opens a large file of the repository: a part of a delta; empty when there is none. */
    Optional<Large> large(String path) throws IOException;

    /** Bytes that came over the network. */
    long bytesTransferred();

    /** Where an object is, for messages: a URL or a path. */
    String whereIs(ObjectName name);

    /** Keeps what metadata are fetched from now on, for whoever asks again. */
    default void remember() {}

    /** Ends what is under way, from any thread: whoever waits for it fails at once. */
    default void giveUp() throws IOException {}

    /** A file that is read once. */
    interface Large extends Closeable {
        /** Bytes of the file. */
        long size() throws IOException;

        /** The file from its beginning. */
        InputStream open() throws IOException;
    }
}
