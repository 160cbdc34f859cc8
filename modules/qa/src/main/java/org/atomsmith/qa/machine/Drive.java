package org.atomsmith.qa.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A drive of a virtual machine.
 *
 * @param id what QEMU calls it
 * @param file what is on it
 * @param format the file's, as QEMU names it
 * @param kind how it is attached
 * @param boots whether the firmware may boot from it; it tries those that may in the order in which they are listed
 */
public record Drive(String id, Path file, String format, Kind kind, boolean boots) {

    /** How a drive is attached. */
    public enum Kind {
        /** A disk of a virtual machine, written to. */
        DISK,
        /** The same, which cannot be written. */
        READ_ONLY_DISK,
        /** A CD drive on the SATA bus with a CD in it. */
        CD,
        /** A stick on the USB, which cannot be written. */
        USB_STICK
    }

    /** A disk in the format qcow2 that the machine boots from, and writes to. */
    public static Drive disk(String id, Path file) {
        return new Drive(id, file, "qcow2", Kind.DISK, true);
    }

    /** A raw image that the machine finds beside what it boots from, and cannot write to. */
    public static Drive beside(String id, Path file) {
        return new Drive(id, file, "raw", Kind.READ_ONLY_DISK, false);
    }

    /** A CD that the machine may boot from. */
    public static Drive cd(Path iso) {
        return new Drive("cd", iso, "raw", Kind.CD, true);
    }

    /** A USB stick that the machine may boot from. */
    public static Drive usbStick(Path image) {
        return new Drive("stick", image, "raw", Kind.USB_STICK, true);
    }

    /** The arguments that attach it; {@code place} is its place among what the firmware tries. */
    List<String> arguments(int place) {
        String order = boots ? ",bootindex=" + place : "";
        return switch (kind) {
            // cache=unsafe: the disk is thrown away, so a guest's flush need not reach this machine's disk.
            case DISK -> attached(",cache=unsafe,discard=unmap", List.of("virtio-blk-pci,drive=" + id + order));
            case READ_ONLY_DISK -> attached(",readonly=on", List.of("virtio-blk-pci,drive=" + id + order));
            case CD -> attached(",readonly=on,media=cdrom", List.of("ide-cd,drive=" + id + order));
            case USB_STICK ->
                attached(
                        ",readonly=on",
                        List.of(
                                "qemu-xhci,id=usb-" + id,
                                "usb-storage,bus=usb-" + id + ".0,removable=on,drive=" + id + order));
        };
    }

    private List<String> attached(String options, List<String> devices) {
        List<String> q = new ArrayList<>();
        q.addAll(List.of("-drive", "if=none,id=" + id + ",file=" + escape(file) + ",format=" + format + options));
        devices.forEach(device -> q.addAll(List.of("-device", device)));
        return q;
    }

    /** QEMU separates options by commas; a comma in a value is doubled. */
    static String escape(Path path) {
        return path.toString().replace(",", ",,");
    }
}
