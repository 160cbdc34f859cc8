package org.atomsmith.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The open directories of an overlay that is being mounted. They are named to the kernel as {@code /proc/self/fd/N}:
 * that keeps a hundred layers within one page of options, and colons or commas in real paths out of them.
 */
final class OverlayDescriptors implements AutoCloseable {
    private final List<Descriptor> lower = new ArrayList<>();
    private final List<Descriptor> opened = new ArrayList<>();

    private OverlayDescriptors() {}

    static OverlayDescriptors open(List<Path> lower, Path upper, Path work) throws LinuxException {
        OverlayDescriptors layers = new OverlayDescriptors();
        try {
            layers.add(upper);
            layers.add(work);
            for (Path layer : lower) {
                layers.lower.add(layers.add(layer));
            }
            return layers;
        } catch (LinuxException | RuntimeException e) {
            layers.close();
            throw e;
        }
    }

    private Descriptor add(Path directory) throws LinuxException {
        Descriptor descriptor = Descriptor.open(directory, Posix.O_PATH | Posix.O_DIRECTORY, 0);
        opened.add(descriptor);
        return descriptor;
    }

    String options() {
        return "lowerdir=" + lower.stream().map(Descriptor::procPath).collect(Collectors.joining(":")) + ",upperdir="
                + opened.get(0).procPath() + ",workdir=" + opened.get(1).procPath();
    }

    @Override
    public void close() throws LinuxException {
        for (Descriptor descriptor : opened) {
            descriptor.close();
        }
    }
}
