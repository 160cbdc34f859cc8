package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * The text that describes a VMDK.
 *
 * @param createType {@code streamOptimized}, {@code monolithicSparse}, ...
 * @param extents the pieces of the disk, in order
 */
record VmdkDescriptor(String createType, List<Extent> extents) {
    static final String BEGIN = "# Disk DescriptorFile";
    static final int MOST_BYTES = 1 << 20;

    private static final int EXTENTS_MOST = 4096;
    private static final String NO_PARENT = "ffffffff";
    private static final Pattern EXTENT =
            Pattern.compile("(?:RW|RDONLY|NOACCESS) (\\d{1,18}) (\\w+)(?: \"([^\"]*)\"(?: (\\d{1,18}))?.*)?");

    /**
     * A piece of the disk.
     *
     * @param sectors how long it is
     * @param type {@code SPARSE}, {@code FLAT}, {@code VMFS}, {@code ZERO}, ...
     * @param file the file's name, empty for zeros
     * @param offset in the file, in sectors
     */
    record Extent(long sectors, String type, String file, long offset) {}

    /** Parses a descriptor. */
    static VmdkDescriptor parse(ImageSource source, byte[] bytes) throws IOException {
        Map<String, String> values = new HashMap<>();
        List<Extent> extents = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("[\r\n\0]+")) {
            String text = line.strip();
            Matcher extent = EXTENT.matcher(text);
            int equals = text.indexOf('=');
            if (extent.matches()) {
                extents.add(extent(source, extent));
            } else if (equals > 0) {
                values.put(
                        text.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        text.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        if (!values.getOrDefault("parentcid", NO_PARENT).equalsIgnoreCase(NO_PARENT)) {
            throw new UnsupportedImageException(
                    source.name(),
                    "the image holds only what differs from another (parentCID=" + values.get("parentcid")
                            + "); make it whole with vmware-vdiskmanager or qemu-img convert");
        }
        if (extents.size() > EXTENTS_MOST) {
            throw new MalformedImageException(
                    source.name(), 0, "the descriptor names " + extents.size() + " extents; at most " + EXTENTS_MOST);
        }
        return new VmdkDescriptor(values.getOrDefault("createtype", "unknown"), List.copyOf(extents));
    }

    private static Extent extent(ImageSource source, Matcher line) throws MalformedImageException {
        long sectors = Long.parseLong(line.group(1));
        String offset = line.group(4);
        if (sectors > DiskImage.LARGEST / VmdkHeader.SECTOR) {
            throw new MalformedImageException(source.name(), 0, "an extent is said to have " + sectors + " sectors");
        }
        String file = line.group(3);
        return new Extent(
                sectors,
                line.group(2),
                file == null ? "" : new String(file.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                offset == null ? 0 : Long.parseLong(offset));
    }
}
