package org.atomsmith.compose.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.atomsmith.deb.InstalledPackages;
import org.atomsmith.ostree.object.Checksum;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.spdx.core.DefaultModelStore;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.ModelCopyManager;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.storage.simple.InMemSpdxStore;

/** The judges are the formats' own validators. */
class InventoryTest {
    private static final String STATUS = """
            Package: libexample1
            Status: install ok installed
            Architecture: amd64
            Multi-Arch: same
            Version: 2:1.0~rc1+dfsg-3
            Source: example (2:1.0~rc1+dfsg-2)
            Maintainer: Somebody <somebody@example.org>
            Homepage: https://example.org/
            Description: a library with "quotes" and an umlaut: ü

            Package: atomsmith-host
            Status: install ok installed
            Architecture: amd64
            Version: 0.1.0
            Maintainer: Atomsmith
            Description: what a host runs

            Package: gone
            Status: deinstall ok config-files
            Architecture: all
            Version: 1
            Maintainer: Somebody <somebody@example.org>
            Description: removed
            """;

    private static Inventory inventory() throws IOException {
        InstalledPackages.Files files = new InstalledPackages.Files() {
            @Override
            public boolean has(String path) {
                return path.equals("status");
            }

            @Override
            public Optional<String> text(String path) {
                return switch (path) {
                    case "status" -> Optional.of(STATUS);
                    case "arch" -> Optional.of("amd64\n");
                    default -> Optional.empty();
                };
            }
        };
        Inventory.Subject subject =
                new Inventory.Subject("host", Optional.of("13.1"), Checksum.of(new byte[32]), 1_750_000_000, "debian");
        return Inventory.of(subject, files, "atomsmith-host");
    }

    @Test
    void cyclonedx_is_valid_and_the_same_each_time() throws Exception {
        String text = new CycloneDxDocument("atomsmith", "0.1.0").of(inventory());

        assertThat(new JsonParser().validate(text, Version.VERSION_16)).isEmpty();
        assertThat(new CycloneDxDocument("atomsmith", "0.1.0").of(inventory())).isEqualTo(text);
        assertThat(text)
                .contains("pkg:deb/debian/libexample1@2:1.0~rc1%2Bdfsg-3?arch=amd64")
                .doesNotContain("\"gone\"")
                .doesNotContain("debian/atomsmith-host");
    }

    @Test
    void spdx_is_valid() throws Exception {
        String text = new org.atomsmith.compose.inventory.SpdxDocument("atomsmith-0.1.0").of(inventory());

        SpdxModelFactory.init();
        try (MultiFormatStore store = new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON_PRETTY)) {
            SpdxDocument document = (SpdxDocument)
                    store.deSerialize(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), false);
            DefaultModelStore.initialize(store, document.getDocumentUri(), new ModelCopyManager());
            assertThat(document.verify()).isEmpty();
            assertThat(document.getDocumentDescribes()).hasSize(1);
        }
    }
}
