package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.ImageRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a build left in its output directory: the file {@code build.json}. Paths are relative to it.
 *
 * @param version the commit's version, null when the treefile gives none
 * @param commit its checksum
 * @param inventory the bill of materials, SPDX 2.3
 */
record BuildReport(
        String name,
        @Nullable String version,
        String arch,
        String ref,
        String commit,
        String repo,
        String lockfile,
        String inventory,
        List<Artifact> artifacts,
        List<StepTimes.StepTime> steps) {

    /** The report's file name. */
    static final String FILE = "build.json";

    /**
     * One image.
     *
     * @param commit what is deployed in it
     * @param size bytes of the file
     * @param sha256 of the file
     * @param diskSize bytes of the disk in it
     * @param diskSha256 of the disk in it, which is also that of a raw image
     */
    record Artifact(
            String platform,
            String format,
            String path,
            String commit,
            long size,
            String sha256,
            long diskSize,
            String diskSha256) {

        /**
         * What was written.
         *
         * @param name makes an artifact's path of a file's
         */
        static List<Artifact> of(
                HostCommit host,
                List<ImageRequest> requests,
                List<DiskWriter.WrittenDisk> disks,
                Function<Path, String> name) {
            List<Artifact> artifacts = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                DiskWriter.WrittenDisk disk = disks.get(i);
                for (int j = 0; j < disk.files().size(); j++) {
                    WrittenFile file = disk.files().get(j);
                    ImageRequest.Target target = requests.get(i).targets().get(j);
                    artifacts.add(new Artifact(
                            requests.get(i).platform().name(),
                            target.format().name(),
                            name.apply(target.path()),
                            host.checksum().hex(),
                            file.size(),
                            file.sha256(),
                            disk.size(),
                            disk.sha256().orElse("")));
                }
            }
            return List.copyOf(artifacts);
        }
    }

    /** Writes the report, whole or not at all. */
    void write(Path directory) throws IOException {
        String text = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        Path temporary = directory.resolve("." + FILE + ".new");
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The report of an earlier build, when there is one that can be read. */
    static Optional<BuildReport> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonMapper.shared().readValue(Files.readString(file), BuildReport.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
