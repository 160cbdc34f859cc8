package org.atomsmith.disk.vagrant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of a box's versions that {@code vagrant box add} and {@code vagrant box outdated} read.
 *
 * @param name of the box: {@code organisation/box}
 * @param description for a person
 * @param versions the newest first, by convention
 */
public record BoxCatalogue(String name, String description, List<Version> versions) {

    /** Keeps its own list. */
    public BoxCatalogue {
        versions = List.copyOf(versions);
    }

    /**
     * A version.
     *
     * @param version numbers with dots between them; Vagrant orders versions by them
     * @param boxes one for each provider and architecture
     */
    public record Version(String version, List<Box> boxes) {

        /** Keeps its own list. */
        public Version {
            boxes = List.copyOf(boxes);
        }
    }

    /**
     * A box.
     *
     * @param provider {@code libvirt} or {@code virtualbox}
     * @param url where the file is
     * @param sha256 the digest of the file in hexadecimal
     * @param architecture as Vagrant calls it: {@code amd64}, {@code arm64}
     * @param defaultArchitecture whether it is taken by a Vagrant that does not look at the architecture
     */
    public record Box(String provider, String url, String sha256, String architecture, boolean defaultArchitecture) {

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", provider);
            map.put("url", url);
            map.put("checksum", sha256);
            map.put("checksum_type", "sha256");
            map.put("architecture", architecture);
            map.put("default_architecture", defaultArchitecture);
            return map;
        }
    }

    /** The catalogue as Vagrant reads it. */
    public String toJson() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Version version : versions) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("version", version.version());
            map.put("providers", version.boxes().stream().map(Box::toMap).toList());
            all.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("description", description);
        map.put("versions", all);
        return Json.of(map);
    }
}
