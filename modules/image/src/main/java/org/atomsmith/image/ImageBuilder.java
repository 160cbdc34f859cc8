package org.atomsmith.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Writes bootable disks of a commit, as {@link DiskPlanner} plans them. One pass writes every wanted format; nothing is
 * mounted and nothing needs root. The bytes depend on the commit and the platform alone.
 */
public final class ImageBuilder {
    /** What writing disks is called for a person. */
    public static final String STEP = "Write the disk";

    private static final long MIB = 1L << 20;

    private final EventSink events;

    /** A builder. */
    public ImageBuilder(EventSink events) {
        this.events = events;
    }

    /**
     * Writes disks, each in every wanted format.
     *
     * @return what was written for each request
     * @throws ImageException when the commit is not a bootable host
     */
    public List<DiskWriter.WrittenDisk> build(HostCommit host, List<ImageRequest> requests) throws IOException {
        DiskPlanner planner = new DiskPlanner(host);
        List<DiskPlan> plans = new ArrayList<>();
        for (ImageRequest request : requests) {
            plans.add(planner.plan(request.platform(), request.size(), request.customization()));
        }
        warn(host, requests);
        long total = plans.stream().mapToLong(DiskPlan::size).sum();
        List<DiskWriter.WrittenDisk> written = new ArrayList<>();
        try (Step step = Step.begin(events, "image", STEP, total, Event.Unit.BYTES);
                BlockMemory memory = memory(requests)) {
            for (int i = 0; i < plans.size(); i++) {
                List<DiskWriter.Output> outputs = new ArrayList<>();
                for (ImageRequest.Target target : requests.get(i).targets()) {
                    outputs.add(
                            new DiskWriter.Output(target.path(), target.format().of(host, plans.get(i))));
                }
                written.add(DiskWriter.write(plans.get(i).layout(), outputs, true, memory, step::advance));
            }
            step.end(summary(requests, total));
        }
        return List.copyOf(written);
    }

    private void warn(HostCommit host, List<ImageRequest> requests) throws IOException {
        boolean wantsIso = requests.stream()
                .flatMap(request -> request.targets().stream())
                .anyMatch(target -> target.format().equals(ImageFormat.ISO));
        if (wantsIso && !LiveHost.drivesUsbSticks(host)) {
            events.accept(new Event.Warning(
                    "image",
                    "the kernel of this host drives no USB sticks: its ISO starts from CD drives alone."
                            + " A kernel for all machines does (Debian: linux-image-amd64)"));
        }
    }

    /** Disks of several platforms are nearly the same. */
    private static BlockMemory memory(List<ImageRequest> requests) throws IOException {
        Optional<Path> file = requests.stream()
                .flatMap(request -> request.targets().stream())
                .map(ImageRequest.Target::path)
                .findFirst();
        if (requests.size() < 2 || file.isEmpty()) {
            return BlockMemory.none();
        }
        Path directory =
                Optional.ofNullable(file.get().toAbsolutePath().getParent()).orElseThrow();
        return BlockMemory.in(Files.createDirectories(directory));
    }

    private static String summary(List<ImageRequest> requests, long total) {
        List<String> formats = requests.stream()
                .flatMap(request -> request.targets().stream())
                .map(target -> target.format().name())
                .distinct()
                .toList();
        String disks = requests.size() == 1 ? "disk of " : requests.size() + " platforms, disks of ";
        return formats + ", " + disks + total / MIB + " MiB";
    }
}
