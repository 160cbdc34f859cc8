package org.atomsmith.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry is told about who we are, from files in the form of {@code containers-auth.json}.
 *
 * @param files the first that knows a registry is taken; those that are not there are passed over
 */
public record Credentials(List<Path> files) {
    /** Nobody in particular. */
    public static final Credentials NONE = new Credentials(List.of());

    /** Copies the list. */
    public Credentials {
        files = List.copyOf(files);
    }

    /** The files of a host: {@code $REGISTRY_AUTH_FILE}, then those of ostree, then those of the container tools. */
    public static Credentials ofSystem(Path root, Path run, Map<String, String> environment) {
        List<Path> files = new ArrayList<>();
        Optional.ofNullable(environment.get("REGISTRY_AUTH_FILE")).map(Path::of).ifPresent(files::add);
        files.add(root.resolve("etc/ostree/auth.json"));
        files.add(run.resolve("ostree/auth.json"));
        files.add(root.resolve("usr/lib/ostree/auth.json"));
        files.add(run.resolve("containers/0/auth.json"));
        return new Credentials(files);
    }

    /** The user's name and password, as HTTP's basic authentication has them; the longest name that fits wins. */
    Optional<String> of(String host, String repository) throws IOException {
        for (Path file : files) {
            if (!Files.exists(file)) {
                continue;
            }
            Json auths = Json.parse(Files.readAllBytes(file), file.toString()).object("auths");
            for (String name = host + "/" + repository; !name.isEmpty(); name = parent(name)) {
                Optional<String> found = auths.object(name).text("auth");
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
