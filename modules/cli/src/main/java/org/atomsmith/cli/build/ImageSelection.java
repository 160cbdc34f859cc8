package org.atomsmith.cli.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.image.ImageFormat;
import org.atomsmith.image.ImageRequest;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;
import org.atomsmith.rpm.NearNames;

/**
 * Which images are wanted: platforms, and for each its formats.
 *
 * @param images in the order in which they are made
 */
record ImageSelection(List<Wanted> images) {
    /** Stands for everything that there is. */
    static final String ALL = "all";

    /** One platform's images. */
    record Wanted(Platform platform, List<ImageFormat> formats) {}

    /** No images: a build ends with the commit. */
    static ImageSelection none() {
        return new ImageSelection(List.of());
    }

    /**
     * What the options ask for.
     *
     * @param platforms names, or {@link #ALL}; none stands for the usual platform with all its formats
     * @param formats names, or {@link #ALL} for all that a platform takes; none stands for each platform's usual one
     * @throws UsageException when there is no such platform or format
     */
    static ImageSelection of(List<String> platforms, List<String> formats) {
        Platforms known = Platforms.load();
        Set<Platform> chosen = new LinkedHashSet<>();
        for (String name : platforms.isEmpty() ? List.of(usual(formats)) : platforms) {
            if (name.equals(ALL)) {
                chosen.addAll(known.all());
            } else {
                chosen.add(platform(known, name));
            }
        }
        List<Wanted> images = new ArrayList<>();
        for (Platform platform : chosen) {
            List<String> names = formats;
            if (formats.contains(ALL) || formats.isEmpty() && platforms.isEmpty()) {
                names = platform.formats();
            } else if (formats.isEmpty()) {
                names = List.of(platform.formats().getFirst());
            }
            images.add(new Wanted(
                    platform,
                    names.stream().map(ImageSelection::format).distinct().toList()));
        }
        return new ImageSelection(images);
    }

    /** Media that install are for machines; everything else is for QEMU when nothing is said. */
    private static String usual(List<String> formats) {
        boolean media = !formats.isEmpty()
                && formats.stream()
                        .allMatch(name -> ImageFormat.named(name)
                                .filter(format -> format.maker() instanceof ImageFormat.OfHost)
                                .isPresent());
        return media ? Platforms.METAL : Platforms.USUAL;
    }

    /**
     * What is to be written for a host.
     *
     * @param directory receives the files
     * @param name of the host; images of the usual platform are called so, others have their platform's name behind it
     * @param size of the disks in bytes; absent for what is needed
     * @param customization what the disks have beyond the commit
     */
    List<ImageRequest> requests(Path directory, String name, OptionalLong size, Customization customization) {
        return images.stream()
                .map(wanted -> {
                    String platform = wanted.platform().name();
                    String file = platform.equals(Platforms.USUAL) ? name : name + "-" + platform;
                    return new ImageRequest(
                            wanted.platform(),
                            size,
                            customization,
                            wanted.formats().stream()
                                    .map(format -> new ImageRequest.Target(
                                            directory.resolve(file + "." + format.suffix()), format))
                                    .toList());
                })
                .toList();
    }

    /** The platform of a name. */
    static Platform platform(String name) {
        return platform(Platforms.load(), name);
    }

    private static Platform platform(Platforms known, String name) {
        List<String> names = known.all().stream().map(Platform::name).toList();
        return known.named(name).orElseThrow(() -> unknown("platform", name, names));
    }

    /** The format of a name. */
    static ImageFormat format(String name) {
        return ImageFormat.named(name).orElseThrow(() -> unknown("format", name, ImageFormat.names()));
    }

    private static UsageException unknown(String what, String name, List<String> names) {
        List<String> near = NearNames.of(name, names, 3);
        return new UsageException("there is no " + what + " '" + name + "'"
                + (near.isEmpty()
                        ? "; there are " + String.join(", ", names)
                        : "; did you mean " + String.join(" or ", near) + "? atomsmith image --list shows all"));
    }
}
