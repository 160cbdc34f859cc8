package org.atomsmith.compose.inventory;

import java.nio.charset.StandardCharsets;
import org.atomsmith.deb.DebArch;
import org.atomsmith.rpm.RpmPackage;

/**
 * A package as an inventory names it.
 *
 * @param description what is known of it; the digest is empty when only the installed system is known
 * @param format {@code deb} or {@code rpm}
 * @param made whether the build made it: no distribution has it
 */
public record Component(RpmPackage description, String format, boolean made) {

    /** The version as the packages' own world writes it: with the epoch where there is one. */
    String version() {
        return description.evr().toString();
    }

    /** Identifies it in one document. */
    String id() {
        return "SPDXRef-" + description.name().replaceAll("[^A-Za-z0-9.-]", "-") + "-"
                + description.nevra().arch().replace('_', '-');
    }

    /** The package URL (purl specification, types deb and rpm). */
    String purl(String distribution) {
        boolean deb = format.equals("deb");
        long epoch = description.evr().epoch();
        String version = description.evr().version()
                + (description.evr().release().isEmpty()
                        ? ""
                        : "-" + description.evr().release());
        String arch = description.nevra().arch();
        String full = deb && epoch != 0 ? epoch + ":" + version : version;
        return "pkg:" + format + "/" + distribution + "/" + escape(description.name()) + "@" + escape(full) + "?arch="
                + (deb ? DebArch.toDeb(arch) : arch) + (deb || epoch == 0 ? "" : "&epoch=" + epoch);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || ".-_~:".indexOf(c) >= 0);
            escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return escaped.toString();
    }
}
