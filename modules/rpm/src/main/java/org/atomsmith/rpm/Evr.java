package org.atomsmith.rpm;

/**
 * Epoch, version and release of a package. How two of them compare is the property of a repository: see
 * {@link VersionScheme}.
 *
 * @param epoch 0 when none was written
 * @param version never empty in a package; a dependency may name a version alone
 * @param release empty when none was written
 */
public record Evr(long epoch, String version, String release) {

    /** Reads {@code [epoch:]version[-release]}; the release is what follows the last hyphen. */
    public static Evr parse(String text) {
        int colon = text.indexOf(':');
        long epoch = 0;
        String rest = text;
        if (colon > 0 && text.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9') && colon <= 10) {
            epoch = Long.parseLong(text, 0, colon, 10);
            rest = text.substring(colon + 1);
        }
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0
                ? new Evr(epoch, rest, "")
                : new Evr(epoch, rest.substring(0, hyphen), rest.substring(hyphen + 1));
    }

    /** Writes {@code [epoch:]version[-release]}, without an epoch of 0. */
    @Override
    public String toString() {
        return (epoch == 0 ? "" : epoch + ":") + version + (release.isEmpty() ? "" : "-" + release);
    }
}
