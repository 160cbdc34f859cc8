package org.atomsmith.host.health.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.FileSystemStatus;
import org.atomsmith.linux.LinuxFiles;

/** There is room where the system writes. Wanted only: going back makes no room. */
final class DiskSpace implements HealthCheck {
    private final long megabytes;

    /** A check that this much is left. */
    DiskSpace(long megabytes) {
        this.megabytes = megabytes;
    }

    @Override
    public String name() {
        return "disk-space";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        List<String> left = new ArrayList<>();
        for (String name : List.of("sysroot", "boot", "var")) {
            Path directory = system.root().resolve(name);
            if (Files.isDirectory(directory)) {
                FileSystemStatus status = LinuxFiles.fileSystem(directory);
                String text = "/" + name + " has " + status.availableBytes() / 1_000_000 + " MB";
                if (status.availableBytes() < megabytes * 1_000_000) {
                    return Finding.failed(text + ", less than " + megabytes + " MB: 'atomic host cleanup' removes old"
                            + " deployments");
                }
                left.add(text);
            }
        }
        return Finding.passed(String.join(", ", left));
    }
}
