package org.atomsmith.rpm.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.NewFile;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadSink;
import org.atomsmith.rpm.extract.PackageExtraction.Result;
import org.atomsmith.rpm.file.PackageFile;

/** A directory that a payload is unpacked into. Owners are not set: everything is whose process it is. */
final class UnpackedTree implements PayloadSink {
    private static final int BUFFER = 1 << 16;
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;
    private static final int OWN = 0700;

    private final Path root;
    private final Map<String, Long> times;
    /** Directories that the package lists, with their modes: set last, so that they can be written to before. */
    private final TreeMap<String, Integer> directories = new TreeMap<>();

    private final byte[] buffer = new byte[BUFFER];
    private int files;
    private int links;
    private long bytes;

    UnpackedTree(Path root, Map<String, Long> times) {
        this.root = root;
        this.times = new HashMap<>(times);
    }

    @Override
    public void entry(PayloadEntry entry, InputStream content) throws IOException {
        if (entry.flags().contains(PayloadEntry.Flag.GHOST)) {
            return;
        }
        Path path = entry.path().isEmpty() ? root : root.resolve(entry.path());
        if (entry.kind() == PayloadEntry.Kind.DIRECTORY) {
            Files.createDirectories(path);
            LinuxFiles.chmod(path, entry.mode() | OWN);
            directories.put(entry.path(), entry.mode());
            return;
        }
        Files.createDirectories(path.getParent() == null ? root : path.getParent());
        switch (entry.kind()) {
            case SYMLINK -> {
                LinuxFiles.symlink(entry.link(), path);
                LinuxFiles.setTimes(path, time(entry.path()), 0);
                links++;
            }
            case HARDLINK -> {
                LinuxFiles.link(root.resolve(entry.link()), path);
                links++;
            }
            default -> file(entry, path, content);
        }
    }

    private void file(PayloadEntry entry, Path path, InputStream content) throws IOException {
        try (NewFile file = NewFile.create(path, 0600)) {
            for (int n; (n = content.read(buffer)) >= 0; ) {
                file.write(buffer, 0, n);
                bytes += n;
            }
            file.chmod(entry.mode());
            file.setTimes(time(entry.path()), 0);
        }
        files++;
    }

    /** Makes the pipes, which payloads have no content of, and gives directories what they must have. */
    Result finish(List<PackageFile> listed) throws IOException {
        List<String> skipped = new ArrayList<>();
        for (PackageFile file : listed) {
            int type = file.mode() & TYPE;
            boolean isNode = type != 0040000 && type != 0100000 && type != 0120000;
            if (!isNode || (file.flags() & 64) != 0) {
                continue;
            }
            if (type != FIFO) {
                skipped.add(file.path());
                continue;
            }
            String relative = file.path().startsWith("/") ? file.path().substring(1) : file.path();
            Path path = root.resolve(relative);
            Files.createDirectories(path.getParent() == null ? root : path.getParent());
            LinuxFiles.mknod(path, FIFO | 0600, 0, 0);
            LinuxFiles.chmod(path, file.mode() & 07777);
            LinuxFiles.setTimes(path, file.mtime(), 0);
            files++;
        }
        for (Map.Entry<String, Integer> directory : directories.descendingMap().entrySet()) {
            Path path = directory.getKey().isEmpty() ? root : root.resolve(directory.getKey());
            LinuxFiles.chmod(path, directory.getValue());
            LinuxFiles.setTimes(path, time(directory.getKey()), 0);
        }
        if (!directories.containsKey("")) {
            LinuxFiles.chmod(root, 0755);
        }
        return new Result(files, directories.size(), links, bytes, List.copyOf(skipped));
    }

    private long time(String path) {
        return times.getOrDefault(path, 0L);
    }
}
