package org.atomsmith.rpm.create;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a repository's metadata shall have.
 *
 * @param compression of every file but the plain comps
 * @param threads how many package files are read at once, at least 1
 * @param filelistsExt whether {@code filelists-ext}, with each file's digest, is written too
 * @param groups comps to publish
 * @param modules documents of modulemd, published together in this order
 * @param updateInfo advisories to publish
 * @param revision what the new state is called; else it follows from the packages' times and the revision before
 * @param signer signs repomd.xml
 */
public record RepositoryOptions(
        MetadataCompression compression,
        int threads,
        boolean filelistsExt,
        Optional<Path> groups,
        List<Path> modules,
        Optional<Path> updateInfo,
        OptionalLong revision,
        Optional<DetachedSigner> signer) {

    public RepositoryOptions {
        modules = List.copyOf(modules);
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed");
        }
    }

    /** Packages alone, gzip, on all processors. */
    public static RepositoryOptions plain() {
        return new RepositoryOptions(
                MetadataCompression.GZ,
                Runtime.getRuntime().availableProcessors(),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** The same, with repomd.xml signed. */
    public RepositoryOptions signedBy(DetachedSigner by) {
        return new RepositoryOptions(
                compression, threads, filelistsExt, groups, modules, updateInfo, revision, Optional.of(by));
    }

    /** Makes detached OpenPGP signatures. */
    @FunctionalInterface
    public interface DetachedSigner {
        /** The packets of a signature of the document's bytes, binary. */
        byte[] sign(byte[] document);
    }
}
