package org.atomsmith.oci;

/**
 * The machine that an image is for, in Go's names.
 *
 * @param os {@code linux}; empty for any
 * @param architecture {@code amd64}; empty for any
 */
public record Platform(String os, String architecture) {
    /** Any machine. */
    public static final Platform ANY = new Platform("", "");

    /** Linux on a machine whose name the kernel or a package gives: {@code x86_64}, {@code aarch64}. */
    public static Platform linux(String machine) {
        return new Platform(
                "linux",
                switch (machine) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    case "ppc64le", "ppc64el" -> "ppc64le";
                    default -> machine;
                });
    }

    /** The machine that this process runs on. */
    public static Platform current() {
        return linux(System.getProperty("os.arch", ""));
    }

    /** Whether content for another platform runs here. */
    boolean accepts(Platform other) {
        return (other.os.isEmpty() || other.os.equals(os))
                && (other.architecture.isEmpty() || other.architecture.equals(architecture));
    }
}
