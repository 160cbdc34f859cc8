package org.atomsmith.host.packages;

/**
 * One package of a tree.
 *
 * @param name its name
 * @param epoch a decimal number, {@code "0"} for none
 * @param version of the software
 * @param release of the package; may be empty
 * @param arch for which architecture
 */
public record InstalledPackage(String name, String epoch, String version, String release, String arch) {

    /** Epoch, version and release, as people write them. */
    public String evr() {
        return (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
                + version
                + (release.isEmpty() ? "" : "-" + release);
    }

    /** Name, version and architecture: {@code bash-5.2.37-2.amd64}. */
    public String nevra() {
        return name + "-" + evr() + "." + arch;
    }
}
