package org.atomsmith.compose.inventory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.treefile.JsonText;
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

    /**
     * A writer of documents.
     *
     * @param tool what made the document, with its version: {@code atomsmith-0.1.0}
     */
    public SpdxDocument(String tool) {
        this.tool = tool;
    }

    /** The document of a commit. */
    public String of(Inventory inventory) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("spdxVersion", "SPDX-2.3");
        document.put("dataLicense", "CC0-1.0");
        document.put("SPDXID", "SPDXRef-DOCUMENT");
        document.put(
                "name", inventory.name() + inventory.version().map(v -> "-" + v).orElse(""));
        document.put(
                "documentNamespace",
                "https://spdx.org/spdxdocs/" + inventory.name() + "-"
                        + inventory.commit().hex());
        document.put(
                "creationInfo",
                fields(
                        "created",
                        Instant.ofEpochSecond(inventory.timestamp()).toString(),
                        "creators",
                        List.of("Tool: " + tool)));
        List<Object> packages = new ArrayList<>();
        List<Object> relationships = new ArrayList<>();
        packages.add(system(inventory.name(), inventory.version(), inventory.commit()));
        relationships.add(relationship("SPDXRef-DOCUMENT", "DESCRIBES", SYSTEM));
        List<String> made = new ArrayList<>();
        for (Component component : inventory.components()) {
            packages.add(describe(component, component.id(), inventory.distribution()));
            relationships.add(relationship(SYSTEM, "CONTAINS", component.id()));
            if (component.made()) {
                made.add(component.id());
            }
        }
        for (Component tool : inventory.tools()) {
            String id = tool.id().replace("SPDXRef-", "SPDXRef-tool-");
            packages.add(describe(tool, id, inventory.distribution()));
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

    private static Map<String, Object> describe(Component component, String id, String distribution) {
        RpmPackage p = component.description();
        Map<String, Object> fields = fields("SPDXID", id, "name", p.name(), "versionInfo", component.version());
        if (!p.info().summary().isEmpty()) {
            fields.put("summary", p.info().summary());
        }
        if (!p.info().url().isEmpty()) {
            fields.put("homepage", p.info().url());
        }
        if (!p.info().source().isEmpty()) {
            fields.put("sourceInfo", "built from " + p.info().source());
        }
        if (component.made()) {
            fields.put("supplier", "Organization: Atomsmith");
            return unanalyzed(fields, p.info().license());
        }
        if (!p.location().sha256().isEmpty()) {
            fields.put(
                    "checksums",
                    List.of(fields(
                            "algorithm", "SHA256", "checksumValue", p.location().sha256())));
        }
        fields.put(
                "externalRefs",
                List.of(fields(
                        "referenceCategory",
                        "PACKAGE-MANAGER",
                        "referenceType",
                        "purl",
                        "referenceLocator",
                        component.purl(distribution))));
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
