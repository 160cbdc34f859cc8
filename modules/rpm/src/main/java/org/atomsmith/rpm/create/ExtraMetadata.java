package org.atomsmith.rpm.create;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.compress.Compression;
import org.atomsmith.rpm.compress.LimitedInputStream;
import org.atomsmith.rpm.md.CompsParser;
import org.atomsmith.rpm.md.ModulesParser;
import org.atomsmith.rpm.md.UpdateInfoParser;

/** The metadata files that are not made of packages: comps, modules, advisories. Each is parsed before it is published. */
final class ExtraMetadata {
    private static final long MAX_BYTES = 256 << 20;

    private final Path directory;
    private final RepositoryOptions options;

    ExtraMetadata(Path directory, RepositoryOptions options) {
        this.directory = directory;
        this.options = options;
    }

    List<WrittenMetadata> write() throws IOException {
        List<WrittenMetadata> files = new ArrayList<>();
        if (options.groups().isPresent()) {
            byte[] comps = content(options.groups().get());
            CompsParser.parse(
                    new ByteArrayInputStream(comps), options.groups().get().toString());
            // Both forms, as createrepo_c has it: which one a package manager looks for depends on its age.
            files.add(write("group", "comps.xml", MetadataCompression.NONE, comps));
            if (options.compression() != MetadataCompression.NONE) {
                String type = "group_" + options.compression().suffix().substring(1);
                files.add(write(type, "comps.xml", options.compression(), comps));
            }
        }
        if (!options.modules().isEmpty()) {
            files.add(write("modules", "modules.yaml", options.compression(), modules()));
        }
        if (options.updateInfo().isPresent()) {
            byte[] advisories = content(options.updateInfo().get());
            UpdateInfoParser.parse(
                    new ByteArrayInputStream(advisories),
                    options.updateInfo().get().toString(),
                    advisory -> {});
            files.add(write("updateinfo", "updateinfo.xml", options.compression(), advisories));
        }
        return files;
    }

    private byte[] modules() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : options.modules()) {
            byte[] documents = content(file);
            ModulesParser.parse(new ByteArrayInputStream(documents), file.toString());
            String text = new String(documents, StandardCharsets.UTF_8);
            if (!text.stripLeading().startsWith("---")) {
                all.writeBytes("---\n".getBytes(StandardCharsets.UTF_8));
            }
            all.writeBytes(documents);
            if (!text.endsWith("\n")) {
                all.write('\n');
            }
        }
        return all.toByteArray();
    }

    private WrittenMetadata write(String type, String name, MetadataCompression compression, byte[] content)
            throws IOException {
        try (MetadataFile file = new MetadataFile(directory, type, name, compression)) {
            file.add(content);
            return file.finish();
        }
    }

    private static byte[] content(Path file) throws IOException {
        String name = file.toString();
        try (InputStream in = Files.newInputStream(file);
                InputStream open = new LimitedInputStream(Compression.decompress(in, name), MAX_BYTES, name)) {
            return open.readAllBytes();
        }
    }
}
