package org.atomsmith.disk.read.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.disk.read.archive.CompressedTar;
import org.atomsmith.disk.read.archive.Nested;
import org.atomsmith.disk.read.archive.TarImage;
import org.atomsmith.disk.read.source.BytesSource;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.FileSource;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.RawImage;
import org.atomsmith.disk.read.source.UnsupportedImageException;
import org.atomsmith.disk.read.stream.CompressedImage;
import org.atomsmith.disk.read.stream.Compression;
import org.atomsmith.disk.read.stream.Spool;
import org.atomsmith.disk.read.stream.StreamCopy;
import org.atomsmith.disk.read.vmdk.Siblings;

/**
 * Opens an image of any format: the one that the content shows, whatever the file is called. What shows none is raw. A
 * compressed file may hold an image of another format or an archive, and an archive may hold an image.
 */
public final class ImageOpener {
    private static final int HEAD_BYTES = 4096;
    private static final Siblings NO_SIBLINGS = name -> {
        throw new IOException("the file '" + name + "' that its descriptor names is not read out of an archive");
    };

    private final Path scratch;

    /**
     * An opener.
     *
     * @param scratch a folder for images that have to be unpacked before they can be read
     */
    public ImageOpener(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * Opens an image.
     *
     * @param format the format that it must have; absent lets the content say
     * @throws IOException when it cannot be read, is damaged, or uses what is not read here
     */
    public DiskImage open(Path file, Optional<InputFormat> format) throws IOException {
        return open(FileSource.open(file), siblings(file), format);
    }

    /**
     * Opens an image that has no files beside it.
     *
     * @param source is closed with the disk, and when this fails
     */
    public DiskImage open(ImageSource source, Optional<InputFormat> format) throws IOException {
        return open(source, NO_SIBLINGS, format);
    }

    private DiskImage open(ImageSource source, Siblings siblings, Optional<InputFormat> format) throws IOException {
        try {
            if (format.isPresent() && format.get() == InputFormat.RAW) {
                return raw(source);
            }
            Optional<Compression> compression = Compression.of(source);
            if (compression.isPresent()) {
                return compressed(source, compression.get(), format);
            }
            return format.isPresent() ? format.get().open(source, siblings, nested()) : plain(source, siblings);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private DiskImage plain(ImageSource source, Siblings siblings) throws IOException {
        for (InputFormat format : InputFormat.values()) {
            if (format.recognises(source)) {
                return format.open(source, siblings, nested());
            }
        }
        return raw(source);
    }

    private static DiskImage raw(ImageSource source) {
        return new RawImage(source, "raw", "plain");
    }

    private DiskImage compressed(ImageSource source, Compression compression, Optional<InputFormat> format)
            throws IOException {
        byte[] head;
        try (InputStream in = compression.open(source)) {
            head = in.readNBytes(HEAD_BYTES);
        }
        BytesSource beginning = new BytesSource(source.name(), ByteBuffer.wrap(head));
        if (Compression.of(beginning).isPresent()) {
            throw new UnsupportedImageException(source.name(), "it is compressed twice; unpack it once");
        }
        if (TarImage.recognises(beginning)) {
            return CompressedTar.open(source, compression, nested(), scratch);
        }
        if (format.isEmpty() && !isImage(beginning)) {
            return CompressedImage.open(source, compression);
        }
        try (InputStream in = compression.open(source)) {
            ImageSource unpacked = Spool.of(sink -> StreamCopy.copyAll(in, sink), source.name(), scratch);
            source.close();
            return open(unpacked, NO_SIBLINGS, format);
        }
    }

    private static boolean isImage(ImageSource content) throws IOException {
        for (InputFormat format : InputFormat.values()) {
            if (format.recognises(content)) {
                return true;
            }
        }
        return false;
    }

    /** What is inside an archive is neither an archive nor compressed. */
    private static Nested nested() {
        return new Nested() {
            @Override
            public boolean isImage(ImageSource content) throws IOException {
                return !TarImage.recognises(content) && ImageOpener.isImage(content);
            }

            @Override
            public DiskImage open(ImageSource content) throws IOException {
                for (InputFormat format : InputFormat.values()) {
                    if (format != InputFormat.TAR && format.recognises(content)) {
                        return format.open(content, NO_SIBLINGS, this);
                    }
                }
                return raw(content);
            }
        };
    }

    private static Siblings siblings(Path file) {
        return name -> {
            Path sibling = file.resolveSibling(name);
            if (Files.isSymbolicLink(sibling) || !Files.isRegularFile(sibling, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnsupportedImageException(
                        file.toString(),
                        "its descriptor names the file '" + name + "', which is not a regular file beside it");
            }
            return FileSource.open(sibling);
        };
    }
}
