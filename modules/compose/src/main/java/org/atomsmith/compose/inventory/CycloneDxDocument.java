package org.atomsmith.compose.inventory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.atomsmith.compose.treefile.JsonText;
import org.atomsmith.rpm.RpmPackage;

/**
 * The bill of materials of a commit: CycloneDX 1.6 as JSON. It says what {@link SpdxDocument} says, without the tools. The
 * same commit gives the same bytes; its serial number derives from the commit.
 */
public final class CycloneDxDocument {
    private final String tool;
    private final String toolVersion;

    /** A writer of documents, made by a tool of that version. */
    public CycloneDxDocument(String tool, String toolVersion) {
        this.tool = tool;
        this.toolVersion = toolVersion;
    }

    /** The document of a commit. */
    public String of(Inventory inventory) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("bomFormat", "CycloneDX");
        document.put("specVersion", "1.6");
        document.put(
                "serialNumber",
                "urn:uuid:"
                        + UUID.nameUUIDFromBytes(
                                ("cyclonedx:" + inventory.commit().hex()).getBytes(StandardCharsets.US_ASCII)));
        document.put("version", 1);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("timestamp", Instant.ofEpochSecond(inventory.timestamp()).toString());
        metadata.put(
                "tools",
                Map.of("components", List.of(fields("type", "application", "name", tool, "version", toolVersion))));
        Map<String, Object> system = fields("type", "operating-system", "bom-ref", "system", "name", inventory.name());
        system.put("version", inventory.version().orElse(inventory.commit().hex()));
        system.put(
                "properties",
                List.of(fields(
                        "name",
                        "atomsmith:ostree-commit",
                        "value",
                        inventory.commit().hex())));
        metadata.put("component", system);
        document.put("metadata", metadata);
        List<Object> components = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (Component component : inventory.components()) {
            components.add(describe(component, inventory.distribution()));
            references.add(component.id());
        }
        document.put("components", components);
        document.put("dependencies", List.of(fields("ref", "system", "dependsOn", references)));
        return JsonText.write(document);
    }

    private static Map<String, Object> describe(Component component, String distribution) {
        RpmPackage p = component.description();
        Map<String, Object> fields = fields("type", "library", "bom-ref", component.id(), "name", p.name());
        fields.put("version", component.version());
        if (!p.info().summary().isEmpty()) {
            fields.put("description", p.info().summary());
        }
        if (!p.location().sha256().isEmpty() && !component.made()) {
            fields.put(
                    "hashes",
                    List.of(fields("alg", "SHA-256", "content", p.location().sha256())));
        }
        if (!p.info().license().isEmpty()) {
            fields.put(
                    "licenses",
                    List.of(Map.of("license", Map.of("name", p.info().license()))));
        }
        if (!component.made()) {
            fields.put("purl", component.purl(distribution));
        }
        if (!p.info().url().isEmpty()) {
            fields.put(
                    "externalReferences",
                    List.of(fields("type", "website", "url", p.info().url())));
        }
        if (!p.info().source().isEmpty()) {
            fields.put(
                    "properties",
                    List.of(fields("name", "atomsmith:source", "value", p.info().source())));
        }
        return fields;
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
