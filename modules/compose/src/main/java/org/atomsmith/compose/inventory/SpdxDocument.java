package org.atomsmith.compose.inventory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.program.ProgramRepository;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.compose.treefile.JsonText;
import org.atomsmith.deb.DebArch;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.rpm.RpmPackage;

/**
 * The bill of materials of a commit: SPDX 2.3 as JSON. Each package has its version, digest, licence where the repository
 * knows it, and package URL; what the build made itself names what it was made with. The same commit gives the same bytes.
 */
public final class SpdxDocument {
    private static final String UNKNOWN = "NOASSERTION";
    private static final String SYSTEM = "SPDXRef-system";

    private final String tool;
    private final String distribution;

    /**
     * A writer of documents.
     *
     * @param tool what made the system, with its version: {@code atomsmith-0.1.0}
     * @param distribution as os-release's {@code ID}: {@code debian}
     */
    public SpdxDocument(String tool, String distribution) {
        this.tool = tool;
        this.distribution = distribution;
    }

    /**
     * The document of a commit.
     *
     * @param name of the system
     * @param timestamp of the commit, seconds since 1970
     */
    public String of(String name, Optional<String> version, Checksum commit, long timestamp, Resolution resolution) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("spdxVersion", "SPDX-2.3");
        document.put("dataLicense", "CC0-1.0");
        document.put("SPDXID", "SPDXRef-DOCUMENT");
        document.put("name", name + version.map(v -> "-" + v).orElse(""));
        document.put("documentNamespace", "https://spdx.org/spdxdocs/" + name + "-" + commit.hex());
        document.put(
                "creationInfo",
                fields("created", Instant.ofEpochSecond(timestamp).toString(), "creators", List.of("Tool: " + tool)));
        List<Object> packages = new ArrayList<>();
        List<Object> relationships = new ArrayList<>();
        packages.add(system(name, version, commit));
        relationships.add(relationship("SPDXRef-DOCUMENT", "DESCRIBES", SYSTEM));
        List<String> made = new ArrayList<>();
        for (RpmPackage p : resolution.packages()) {
            packages.add(describe(p, id(p), resolution));
            relationships.add(relationship(SYSTEM, "CONTAINS", id(p)));
            if (ProgramRepository.has(p)) {
                made.add(id(p));
            }
        }
        for (RpmPackage tool : resolution.tools()) {
            String id = id(tool).replace("SPDXRef-", "SPDXRef-tool-");
            packages.add(describe(tool, id, resolution));
            made.forEach(p -> relationships.add(relationship(id, "BUILD_TOOL_OF", p)));
        }
        document.put("packages", packages);
        document.put("relationships", relationships);
        return JsonText.write(document);
    }

    private static Map<String, Object> system(String name, Optional<String> version, Checksum commit) {
        Map<String, Object> fields =
                fields("SPDXID", SYSTEM, "name", name, "versionInfo", version.orElse(commit.hex()));
        fields.put("primaryPackagePurpose", "OPERATING-SYSTEM");
        fields.put("comment", "OSTree commit " + commit.hex());
        return unanalyzed(fields, "");
    }

    private Map<String, Object> describe(RpmPackage p, String id, Resolution resolution) {
        Map<String, Object> fields =
                fields("SPDXID", id, "name", p.name(), "versionInfo", p.evr().toString());
        if (!p.info().summary().isEmpty()) {
            fields.put("summary", p.info().summary());
        }
        if (!p.info().url().isEmpty()) {
            fields.put("homepage", p.info().url());
        }
        if (!p.info().source().isEmpty()) {
            fields.put("sourceInfo", "built from " + p.info().source());
        }
        if (ProgramRepository.has(p)) {
            fields.put("supplier", "Organization: Atomsmith");
            return unanalyzed(fields, p.info().license());
        }
        fields.put(
                "checksums",
                List.of(fields(
                        "algorithm", "SHA256", "checksumValue", p.location().sha256())));
        fields.put(
                "externalRefs",
                List.of(fields(
                        "referenceCategory",
                        "PACKAGE-MANAGER",
                        "referenceType",
                        "purl",
                        "referenceLocator",
                        purl(p, resolution.repositoryOf(p).format().name()))));
        return unanalyzed(fields, p.info().license());
    }

    /** What is not looked into file by file must say so. */
    private static Map<String, Object> unanalyzed(Map<String, Object> fields, String licence) {
        fields.put("downloadLocation", UNKNOWN);
        fields.put("filesAnalyzed", false);
        fields.put("licenseConcluded", UNKNOWN);
        fields.put("licenseDeclared", UNKNOWN);
        if (!licence.isEmpty()) {
            fields.put("licenseComments", "declared by the package: " + licence);
        }
        fields.put("copyrightText", UNKNOWN);
        return fields;
    }

    /** The package URL (purl specification, types deb and rpm). */
    private String purl(RpmPackage p, String format) {
        boolean deb = format.equals("deb");
        String version = p.evr().version()
                + (p.evr().release().isEmpty() ? "" : "-" + p.evr().release());
        String arch = deb ? DebArch.toDeb(p.nevra().arch()) : p.nevra().arch();
        String epoch = p.evr().epoch() == 0 ? "" : "&epoch=" + p.evr().epoch();
        String full = deb && p.evr().epoch() != 0 ? p.evr().epoch() + ":" + version : version;
        return "pkg:" + format + "/" + distribution + "/" + escape(p.name()) + "@" + escape(full) + "?arch=" + arch
                + (deb ? "" : epoch);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || ".-_~:".indexOf(c) >= 0);
            escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return escaped.toString();
    }

    private static String id(RpmPackage p) {
        return "SPDXRef-" + p.name().replaceAll("[^A-Za-z0-9.-]", "-") + "-"
                + p.nevra().arch().replace('_', '-');
    }

    private static Map<String, Object> relationship(String from, String type, String to) {
        return fields("spdxElementId", from, "relationshipType", type, "relatedSpdxElement", to);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
