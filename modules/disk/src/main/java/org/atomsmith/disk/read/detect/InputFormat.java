package org.atomsmith.disk.read.detect;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.disk.read.archive.Nested;
import org.atomsmith.disk.read.archive.TarImage;
import org.atomsmith.disk.read.qcow2.Qcow2Image;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.RawImage;
import org.atomsmith.disk.read.vdi.VdiImage;
import org.atomsmith.disk.read.vhd.VhdImage;
import org.atomsmith.disk.read.vhdx.VhdxImage;
import org.atomsmith.disk.read.vmdk.Siblings;
import org.atomsmith.disk.read.vmdk.VmdkImage;

/** The formats that are read, in the order in which a file is tried; a file of any may be compressed. */
public enum InputFormat {
    /** QEMU's. */
    QCOW2 {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return Qcow2Image.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return Qcow2Image.open(source);
        }
    },
    /** VMware's. */
    VMDK {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return VmdkImage.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return VmdkImage.open(source, siblings);
        }
    },
    /** Hyper-V's. */
    VHDX {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return VhdxImage.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return VhdxImage.open(source);
        }
    },
    /** VirtualBox's. */
    VDI {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return VdiImage.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return VdiImage.open(source);
        }
    },
    /** OVA, and other tar archives with a disk inside. */
    TAR {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return TarImage.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return TarImage.open(source, nested);
        }
    },
    /** Azure's, and Hyper-V's older one. It comes late, for it may show at the file's end only. */
    VHD {
        @Override
        boolean recognises(ImageSource source) throws IOException {
            return VhdImage.recognises(source);
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException {
            return VhdImage.open(source);
        }
    },
    /** The disk itself; shows by nothing. */
    RAW {
        @Override
        boolean recognises(ImageSource source) {
            return false;
        }

        @Override
        DiskImage open(ImageSource source, Siblings siblings, Nested nested) {
            return new RawImage(source, "raw", "plain");
        }
    };

    /** The format of a name on the command line; {@code vpc} and {@code ova} are taken for vhd and tar. */
    public static Optional<InputFormat> named(String name) {
        String known = switch (name.toLowerCase(Locale.ROOT)) {
            case "vpc" -> "VHD";
            case "ova", "box" -> "TAR";
            default -> name.toUpperCase(Locale.ROOT);
        };
        return Arrays.stream(values()).filter(f -> f.name().equals(known)).findFirst();
    }

    abstract boolean recognises(ImageSource source) throws IOException;

    abstract DiskImage open(ImageSource source, Siblings siblings, Nested nested) throws IOException;
}
