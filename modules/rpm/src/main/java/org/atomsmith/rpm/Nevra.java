package org.atomsmith.rpm;

/**
 * Name, epoch, version, release and architecture: the full identity of a package.
 *
 * @param arch {@code x86_64}, {@code noarch}, ... in RPM's spelling
 */
public record Nevra(String name, Evr evr, String arch) {

    /** Writes {@code name-[epoch:]version-release.arch}. */
    @Override
    public String toString() {
        return name + "-" + evr + "." + arch;
    }
}
