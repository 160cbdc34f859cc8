package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.RawImage;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/** A disk whose pieces are files beside the one that describes them. */
final class VmdkExtents implements DiskImage {
    private final ImageSource source;
    private final String createType;
    private final List<Piece> pieces;
    private final long length;

    /**
     * A piece of the disk.
     *
     * @param content absent for zeros
     */
    private record Piece(long length, List<DiskImage> content) {}

    private VmdkExtents(ImageSource source, String createType, List<Piece> pieces) throws MalformedImageException {
        this.source = source;
        this.createType = createType;
        this.pieces = pieces;
        long sum = 0;
        for (Piece piece : pieces) {
            sum = DiskImage.checkedSize(source.name(), 0, sum + piece.length());
        }
        this.length = sum;
    }

    static DiskImage open(ImageSource source, VmdkDescriptor descriptor, Siblings siblings) throws IOException {
        if (descriptor.extents().isEmpty()) {
            throw new MalformedImageException(source.name(), 0, "the descriptor names no extent");
        }
        List<Piece> pieces = new ArrayList<>();
        try {
            for (VmdkDescriptor.Extent extent : descriptor.extents()) {
                pieces.add(new Piece(extent.sectors() * VmdkHeader.SECTOR, content(source, extent, siblings)));
            }
            return new VmdkExtents(source, descriptor.createType(), pieces);
        } catch (IOException | RuntimeException e) {
            close(pieces);
            throw e;
        }
    }

    private static List<DiskImage> content(ImageSource source, VmdkDescriptor.Extent extent, Siblings siblings)
            throws IOException {
        if (extent.type().equals("ZERO")) {
            return List.of();
        }
        String name = extent.file();
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0")) {
            throw new UnsupportedImageException(
                    source.name(),
                    "its descriptor names the file '" + name + "'; only files in the image's own folder are read");
        }
        long length = extent.sectors() * VmdkHeader.SECTOR;
        return switch (extent.type()) {
            case "FLAT", "VMFS" -> List.of(flat(siblings.open(name), extent, length));
            case "SPARSE" -> List.of(sparse(siblings.open(name), length));
            default ->
                throw new UnsupportedImageException(
                        source.name(),
                        "its extent '" + name + "' is " + extent.type() + "; FLAT, VMFS, SPARSE and ZERO are read");
        };
    }

    private static DiskImage flat(ImageSource file, VmdkDescriptor.Extent extent, long length) throws IOException {
        long from = extent.offset() > file.size() / VmdkHeader.SECTOR ? -1 : extent.offset() * VmdkHeader.SECTOR;
        if (from < 0 || length > file.size() - from) {
            file.close();
            throw new MalformedImageException(
                    file.name(),
                    file.size(),
                    "the descriptor wants " + extent.sectors() + " sectors from sector " + extent.offset()
                            + ", but the file ends here: it is cut off");
        }
        return new RawImage(file.slice(from, length, file.name()), VmdkImage.FORMAT, "flat");
    }

    private static DiskImage sparse(ImageSource file, long length) throws IOException {
        try {
            VmdkHeader header = VmdkHeader.read(file);
            if (header.capacity() != length) {
                throw new MalformedImageException(
                        file.name(),
                        12,
                        "the extent has " + header.capacity() + " bytes, the descriptor says " + length);
            }
            return VmdkImage.sparse(file, header, "sparse");
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String format() {
        return VmdkImage.FORMAT;
    }

    @Override
    public String variant() {
        return createType + ", " + pieces.size() + (pieces.size() == 1 ? " extent" : " extents");
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public OptionalLong allocated() throws IOException {
        long sum = 0;
        for (Piece piece : pieces) {
            for (DiskImage image : piece.content()) {
                sum += image.allocated().orElse(0);
            }
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        for (Piece piece : pieces) {
            if (piece.content().isEmpty()) {
                sink.zeros(piece.length());
            }
            for (DiskImage image : piece.content()) {
                image.writeTo(sink);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (source) {
            close(pieces);
        }
    }

    private static void close(List<Piece> pieces) throws IOException {
        for (Piece piece : pieces) {
            for (DiskImage image : piece.content()) {
                image.close();
            }
        }
    }
}
