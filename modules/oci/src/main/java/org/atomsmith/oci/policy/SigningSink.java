package org.atomsmith.oci.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.atomsmith.oci.Descriptor;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageSink;
import org.atomsmith.oci.Json;
import org.atomsmith.oci.Manifest;
import org.atomsmith.oci.RegistryClient;

/**
 * Signs what is written to a registry. The signature lies beside the image, where cosign, skopeo and podman look for it, and
 * is there before the tag is: nobody finds the image unsigned. Signatures by others stay.
 */
public final class SigningSink implements ImageSink {
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";

    private final RegistryClient registry;
    private final String name;
    private final SigstoreKey key;

    /**
     * Will sign.
     *
     * @param name what images are to be called, {@code host/name:tag}
     */
    public SigningSink(RegistryClient registry, String name, SigstoreKey key) {
        this.registry = registry;
        this.name = name;
        this.key = key;
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        return registry.has(descriptor);
    }

    @Override
    public void put(Descriptor descriptor, Path content) throws IOException {
        registry.put(descriptor, content);
    }

    @Override
    public void put(Descriptor descriptor, byte[] content) throws IOException {
        registry.put(descriptor, content);
    }

    @Override
    public void putManifest(String tag, byte[] manifest) throws IOException {
        registry.putManifest("", manifest);
        sign(Digest.of(manifest));
        registry.putManifest(tag, manifest);
    }

    private void sign(Digest manifest) throws IOException {
        byte[] payload = new SignedClaim(manifest, name).toBytes();
        SigstoreSignature signature = new SigstoreSignature(payload, key.sign(payload));
        List<SigstoreSignature> all = new ArrayList<>(SigstoreSignature.of(registry, manifest));
        if (all.stream().anyMatch(each -> Arrays.equals(each.signature(), signature.signature()))) {
            return;
        }
        all.add(signature);
        List<Descriptor> layers = all.stream().map(SigstoreSignature::layer).toList();
        byte[] config = config(layers);
        Descriptor configuration = new Descriptor(CONFIG_TYPE, Digest.of(config), config.length);
        registry.put(configuration, config);
        registry.put(signature.layer(), payload);
        registry.putManifest(SigstoreSignature.tag(manifest), new Manifest(configuration, layers, Map.of()).toBytes());
    }

    private static byte[] config(List<Descriptor> layers) {
        List<String> digests =
                layers.stream().map(layer -> layer.digest().toString()).toList();
        return new Json()
                .with("architecture", "")
                .with("config", new Json())
                .with("os", "")
                .with("rootfs", new Json().with("type", "layers").with("diff_ids", digests))
                .toBytes();
    }
}
