package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.image.DiskPlanner;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.ImageRequest;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers beside the images what they were made of and how their files looked then, so that a build in which nothing
 * changed does not write them again. A file that was touched since counts as another.
 */
record ImageStamp(String key, List<BuildReport.Artifact> artifacts, List<String> states) {
    private static final String FILE = ".images.json";

    /** The artifacts, when they are there as they were written, of the same commit, size, changes, platforms and formats. */
    static Optional<List<BuildReport.Artifact>> find(
            Path out, HostCommit host, OptionalLong size, HostChanges changes, List<ImageRequest> requests)
            throws IOException {
        Path file = out.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        ImageStamp stamp;
        try {
            stamp = JsonMapper.shared().readValue(Files.readString(file), ImageStamp.class);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        List<String> wanted = requests.stream()
                .flatMap(request -> request.targets().stream()
                        .map(target -> request.platform().name() + ":"
                                + target.format().name()))
                .toList();
        boolean same = stamp.key.equals(key(host, size, changes))
                && stamp.artifacts.stream()
                        .map(artifact -> artifact.platform() + ":" + artifact.format())
                        .toList()
                        .equals(wanted)
                && stamp.states.equals(states(out, stamp.artifacts));
        return same ? Optional.of(stamp.artifacts) : Optional.empty();
    }

    /** Remembers artifacts that were just written. */
    static void write(
            Path out, HostCommit host, OptionalLong size, HostChanges changes, List<BuildReport.Artifact> artifacts)
            throws IOException {
        ImageStamp stamp = new ImageStamp(key(host, size, changes), artifacts, states(out, artifacts));
        Path temporary = out.resolve(FILE + ".new");
        Files.writeString(temporary, JsonMapper.shared().writeValueAsString(stamp));
        Files.move(temporary, out.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String key(HostCommit host, OptionalLong size, HostChanges changes) throws IOException {
        String signatures = host.detachedMetadata()
                .map(java.util.Arrays::hashCode)
                .map(Integer::toHexString)
                .orElse("unsigned");
        return DiskPlanner.VERSION + ":" + host.checksum().hex() + ":" + size + ":" + signatures + ":"
                + changes.digest();
    }

    private static List<String> states(Path out, List<BuildReport.Artifact> artifacts) throws IOException {
        List<String> states = new java.util.ArrayList<>();
        for (BuildReport.Artifact artifact : artifacts) {
            Optional<FileStatus> status = LinuxFiles.find(out.resolve(artifact.path()));
            states.add(status.map(s -> s.ino() + ":" + s.size() + ":" + s.mtimeSeconds() + "." + s.mtimeNanos() + ":"
                            + s.ctimeSeconds() + "." + s.ctimeNanos())
                    .orElse("-"));
        }
        return states;
    }
}
