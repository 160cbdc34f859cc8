package org.atomsmith.image.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All platforms that are known. */
public final class Platforms {
    /** The platform of machines that QEMU runs: what a build makes when it is not told otherwise. */
    public static final String USUAL = "qemu";

    /** The platform of machines that are no virtual ones. */
    public static final String METAL = "metal";

    private static final String INDEX = "index";

    private final List<Platform> all;

    private Platforms(List<Platform> all) {
        this.all = List.copyOf(all);
    }

    /** Reads the program's own descriptions. */
    public static Platforms load() {
        List<Platform> platforms = new ArrayList<>();
        for (String name : resource(INDEX).lines().toList()) {
            Platform platform = PlatformReader.read(name + ".yaml", resource(name + ".yaml"));
            if (!platform.name().equals(name)) {
                throw new IllegalStateException(name + ".yaml describes '" + platform.name() + "'");
            }
            platforms.add(platform);
        }
        return new Platforms(platforms);
    }

    /** In the order in which they are listed. */
    public List<Platform> all() {
        return all;
    }

    /** The platform of that name or alias. */
    public Optional<Platform> named(String word) {
        return all.stream().filter(platform -> platform.isCalled(word)).findFirst();
    }

    private static String resource(String name) {
        try (InputStream in = Platforms.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file platform/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
