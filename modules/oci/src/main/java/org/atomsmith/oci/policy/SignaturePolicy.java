package org.atomsmith.oci.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.oci.Json;
import org.atomsmith.oci.OciException;

/**
 * Which images are taken, as the container tools of the same machine read it (containers-policy.json(5)).
 *
 * @param source the file, for messages
 * @param defaults what holds for images that no scope is about
 * @param transports by transport and scope
 */
public record SignaturePolicy(
        String source, List<Requirement> defaults, Map<String, Map<String, List<Requirement>>> transports) {

    /** Where a host's policy is. */
    public static final String FILE = "etc/containers/policy.json";

    /**
     * What holds for an image.
     *
     * @param place where the policy says so, for messages
     */
    record Rule(String place, List<Requirement> requirements) {}

    public SignaturePolicy {
        defaults = List.copyOf(defaults);
        transports = Map.copyOf(transports);
    }

    /** The policy of a system; absent where it has none. */
    public static Optional<SignaturePolicy> ofSystem(Path root) throws IOException {
        Path file = root.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > Json.MAX_SIZE) {
            throw new OciException(file + " is larger than " + Json.MAX_SIZE + " bytes");
        }
        return Optional.of(parse(Files.readAllBytes(file), file.toString()));
    }

    /**
     * Reads a policy.
     *
     * @throws OciException when it says what is not known: a policy that is understood in part protects nobody
     */
    public static SignaturePolicy parse(byte[] bytes, String source) throws OciException {
        return new PolicyReader(source).read(Json.parse(bytes, source));
    }

    /** What the narrowest scope says that has the image. */
    Rule rule(PolicyScopes image) {
        Map<String, List<Requirement>> scopes = transports.getOrDefault(image.transport(), Map.of());
        for (String scope : image.scopes()) {
            List<Requirement> requirements = scopes.get(scope);
            if (requirements != null) {
                return new Rule(source + ": transports." + image.transport() + ".\"" + scope + "\"", requirements);
            }
        }
        return new Rule(source + ": default", defaults);
    }
}
