package org.atomsmith.oci.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.oci.ImageName;

/**
 * Where a policy may speak of an image.
 *
 * @param transport as policies name it: {@code docker} for registries, {@code oci} for layout directories
 * @param scopes from the narrowest to the widest
 * @param name of an image of a registry; others have none that could be signed
 */
public record PolicyScopes(String transport, List<String> scopes, Optional<ImageName> name) {
    public PolicyScopes {
        scopes = List.copyOf(scopes);
    }

    /** Of an image in a registry: its name, its repository, the namespaces above, the host, and domains that have the host. */
    public static PolicyScopes of(ImageName image) {
        List<String> scopes = new ArrayList<>();
        scopes.add(image.toString());
        String name = image.host() + "/" + image.repository();
        for (int slash = name.length(); slash >= 0; slash = name.lastIndexOf('/', slash - 1)) {
            scopes.add(name.substring(0, slash));
        }
        int port = image.host().lastIndexOf(':');
        String host = port < 0 ? image.host() : image.host().substring(0, port);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            scopes.add("*" + host.substring(dot));
        }
        scopes.add("");
        return new PolicyScopes("docker", scopes, Optional.of(image));
    }

    /** Of an image in a layout directory: the directory with the tag, the directory, those above it. */
    public static PolicyScopes of(Path directory, String tag) {
        List<String> scopes = new ArrayList<>();
        Path absolute = directory.toAbsolutePath().normalize();
        if (!tag.isEmpty()) {
            scopes.add(absolute + ":" + tag);
        }
        for (Path each = absolute; each != null && each.getNameCount() > 0; each = each.getParent()) {
            scopes.add(each.toString());
        }
        scopes.add("");
        return new PolicyScopes("oci", scopes, Optional.empty());
    }
}
