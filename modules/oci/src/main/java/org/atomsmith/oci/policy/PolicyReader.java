package org.atomsmith.oci.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.oci.Json;
import org.atomsmith.oci.OciException;

/** Reads policies; every mistake is told with its place, {@code default[0].keyPath}. */
final class PolicyReader {
    private static final List<String> KEYS = List.of("keyPath", "keyPaths", "keyData", "keyDatas", "fulcio", "pki");
    private static final Set<String> OF_SIGSTORE = Set.of(
            "type",
            "keyPath",
            "keyPaths",
            "keyData",
            "keyDatas",
            "fulcio",
            "pki",
            "signedIdentity",
            "rekorPublicKeyPath",
            "rekorPublicKeyPaths",
            "rekorPublicKeyData",
            "rekorPublicKeyDatas");

    private final String source;

    PolicyReader(String source) {
        this.source = source;
    }

    SignaturePolicy read(Json policy) throws OciException {
        requireKeys(policy, Set.of("default", "transports"), "");
        Map<String, Map<String, List<Requirement>>> transports = new LinkedHashMap<>();
        Json named = object(policy, "transports", "transports");
        for (String transport : named.values().keySet()) {
            Json scopes = object(named, transport, "transports." + transport);
            Map<String, List<Requirement>> of = new LinkedHashMap<>();
            for (String scope : scopes.values().keySet()) {
                of.put(scope, requirements(scopes, scope, "transports." + transport + ".\"" + scope + "\""));
            }
            transports.put(transport, of);
        }
        return new SignaturePolicy(source, requirements(policy, "default", "default"), transports);
    }

    private List<Requirement> requirements(Json of, String key, String place) throws OciException {
        List<Json> written = of.objects(key);
        if (written.isEmpty() || !(of.values().get(key) instanceof List<?> all && all.size() == written.size())) {
            throw wrong(
                    place,
                    "expected a list of one or more requirements",
                    "write [{\"type\": \"insecureAcceptAnything\"}] to take everything, or \"reject\"");
        }
        List<Requirement> requirements = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            requirements.add(requirement(written.get(i), place + "[" + i + "]"));
        }
        return List.copyOf(requirements);
    }

    private Requirement requirement(Json written, String place) throws OciException {
        String type = written.text("type").orElse("");
        return switch (type) {
            case "insecureAcceptAnything" -> {
                requireKeys(written, Set.of("type"), place);
                yield new Requirement.Accept();
            }
            case "reject" -> {
                requireKeys(written, Set.of("type"), place);
                yield new Requirement.Reject();
            }
            case "signedBy" ->
                new Requirement.Unsupported(
                        place + " asks for a signature of GnuPG, which is not kept in the registry",
                        "sigstoreSigned, or ostree-remote-registry:REMOTE:IMAGE, which verifies the commit's signature");
            case "sigstoreSigned" -> sigstore(written, place);
            default ->
                throw wrong(
                        place + ".type",
                        "there is no requirement '" + type + "'",
                        "insecureAcceptAnything, reject, sigstoreSigned or signedBy");
        };
    }

    private Requirement sigstore(Json written, String place) throws OciException {
        requireKeys(written, OF_SIGSTORE, place);
        List<String> by = KEYS.stream().filter(written.values()::containsKey).toList();
        if (by.size() != 1) {
            throw wrong(
                    place,
                    "expected one of " + String.join(", ", KEYS) + ", found "
                            + (by.isEmpty() ? "none" : String.join(" and ", by)),
                    "name the keys in one way");
        }
        SignedIdentity identity = identity(written, place + ".signedIdentity");
        Optional<String> log = written.values().keySet().stream()
                .filter(key -> key.startsWith("rekor"))
                .findFirst();
        if (log.isPresent()) {
            return new Requirement.Unsupported(
                    place + "." + log.get() + " asks for a proof of a transparency log", "a key alone");
        }
        String key = by.getFirst();
        String at = place + "." + key;
        return switch (key) {
            case "fulcio", "pki" -> new Requirement.Unsupported(at + " asks for certificates", "keyPath, a public key");
            case "keyPath" -> new Requirement.SigstoreSigned(List.of(inFile(text(written, key, at), at)), identity);
            case "keyData" -> new Requirement.SigstoreSigned(List.of(inline(text(written, key, at), at)), identity);
            default -> new Requirement.SigstoreSigned(several(written, key, at), identity);
        };
    }

    private List<KeySource> several(Json written, String key, String place) throws OciException {
        List<String> all = written.texts(key);
        if (all.isEmpty() || !(written.values().get(key) instanceof List<?> list && list.size() == all.size())) {
            throw wrong(place, "expected a list of one or more keys", "name the keys");
        }
        List<KeySource> sources = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String at = place + "[" + i + "]";
            sources.add(key.equals("keyPaths") ? inFile(all.get(i), at) : inline(all.get(i), at));
        }
        return sources;
    }

    private KeySource inFile(String path, String place) throws OciException {
        if (!path.startsWith("/")) {
            throw wrong(place, "'" + path + "' is no absolute path", "write the whole path of the public key");
        }
        return new KeySource.InFile(Path.of(path));
    }

    private KeySource inline(String base64, String place) throws OciException {
        try {
            return new KeySource.Inline(Base64.getDecoder().decode(base64), source + ": " + place);
        } catch (IllegalArgumentException e) {
            throw wrong(place, "no base64: " + e.getMessage(), "encode the PEM file with 'base64 -w0'");
        }
    }

    private SignedIdentity identity(Json requirement, String place) throws OciException {
        if (!requirement.values().containsKey("signedIdentity")) {
            return new SignedIdentity.RepositoryDigestOrExact();
        }
        Json written = object(requirement, "signedIdentity", place);
        String type = written.text("type").orElse("");
        return switch (type) {
            case "matchExact" -> plain(written, place, new SignedIdentity.Exact());
            case "matchRepoDigestOrExact" -> plain(written, place, new SignedIdentity.RepositoryDigestOrExact());
            case "matchRepository" -> plain(written, place, new SignedIdentity.Repository());
            case "exactReference" -> {
                requireKeys(written, Set.of("type", "dockerReference"), place);
                yield new SignedIdentity.ExactReference(text(written, "dockerReference", place + ".dockerReference"));
            }
            case "exactRepository" -> {
                requireKeys(written, Set.of("type", "dockerRepository"), place);
                yield new SignedIdentity.ExactRepository(
                        text(written, "dockerRepository", place + ".dockerRepository"));
            }
            case "remapIdentity" -> {
                requireKeys(written, Set.of("type", "prefix", "signedPrefix"), place);
                yield new SignedIdentity.Remapped(
                        text(written, "prefix", place + ".prefix"),
                        text(written, "signedPrefix", place + ".signedPrefix"));
            }
            default ->
                throw wrong(
                        place + ".type",
                        "there is no identity '" + type + "'",
                        "matchRepoDigestOrExact, matchExact, matchRepository, exactReference, exactRepository or remapIdentity");
        };
    }

    private SignedIdentity plain(Json written, String place, SignedIdentity identity) throws OciException {
        requireKeys(written, Set.of("type"), place);
        return identity;
    }

    private Json object(Json of, String key, String place) throws OciException {
        if (of.values().containsKey(key) && !(of.values().get(key) instanceof Map<?, ?>)) {
            throw wrong(place, "expected an object", "write {...}");
        }
        return of.object(key);
    }

    private String text(Json of, String key, String place) throws OciException {
        return of.text(key)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> wrong(place, "expected a text, found none", "write it"));
    }

    private void requireKeys(Json of, Set<String> known, String place) throws OciException {
        for (String key : of.values().keySet()) {
            if (!known.contains(key)) {
                throw wrong(
                        place.isEmpty() ? key : place + "." + key,
                        "there is no such key",
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private OciException wrong(String place, String what, String instead) {
        return new OciException(source + ": " + place + ": " + what + "; " + instead);
    }
}
