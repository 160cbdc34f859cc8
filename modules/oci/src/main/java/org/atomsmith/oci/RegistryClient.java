package org.atomsmith.oci;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A repository of a registry that speaks the OCI distribution specification. For one thread. */
public final class RegistryClient implements ImageSource, ImageSink {
    private static final String ACCEPTED = String.join(
            ", ",
            Manifest.TYPE,
            "application/vnd.oci.image.index.v1+json",
            Manifest.DOCKER_TYPE,
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final RegistryHttp http;
    private final String name;

    /** A client of the repository that an image's name has. */
    public RegistryClient(ImageName image, Credentials credentials) {
        this.http = new RegistryHttp(image.host(), image.repository(), credentials);
        this.name = image.host() + "/" + image.repository();
    }

    @Override
    public Document document(String reference) throws IOException {
        return read(reference, get(manifestRequest(), http.address("manifests/" + reference)));
    }

    @Override
    public Optional<Document> find(String reference) throws IOException {
        URI address = http.address("manifests/" + reference);
        HttpResponse<InputStream> response = http.send(manifestRequest().GET(), address);
        if (response.statusCode() == 404) {
            response.body().close();
            return Optional.empty();
        }
        return Optional.of(
                read(reference, response.statusCode() == 200 ? response : refused(response, "GET", address)));
    }

    private static HttpRequest.Builder manifestRequest() {
        return HttpRequest.newBuilder().setHeader("Accept", ACCEPTED);
    }

    private Document read(String reference, HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(Json.MAX_SIZE + 1);
            if (reference.startsWith("sha256:") && !Digest.of(bytes).toString().equals(reference)) {
                throw new OciException(
                        "registry " + name + " gave for " + reference + " something else, " + Digest.of(bytes));
            }
            return new Document(response.headers().firstValue("content-type").orElse(""), bytes);
        }
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        ResumedStream.Opening opening = from -> {
            HttpRequest.Builder request = HttpRequest.newBuilder();
            if (from > 0) {
                request.setHeader("Range", "bytes=" + from + "-");
            }
            HttpResponse<InputStream> response = get(request, http.address("blobs/" + descriptor.digest()));
            if (from > 0 && response.statusCode() != 206) {
                response.body().skipNBytes(from);
            }
            return response.body();
        };
        return new VerifiedStream(new ResumedStream(opening, descriptor.size()), descriptor);
    }

    private HttpResponse<InputStream> get(HttpRequest.Builder request, URI address) throws IOException {
        HttpResponse<InputStream> response = http.send(request.GET(), address);
        return response.statusCode() / 100 == 2 ? response : refused(response, "GET", address);
    }

    private HttpResponse<InputStream> refused(HttpResponse<InputStream> response, String method, URI address)
            throws IOException {
        String said = "";
        try (InputStream body = response.body()) {
            Optional<Json> error = Json.parse(body.readNBytes(65_536), "the error").objects("errors").stream()
                    .findFirst();
            said = error.map(e -> ": " + e.text("code").orElse("") + " "
                            + e.text("message").orElse(""))
                    .orElse("");
        } catch (OciException e) {
            said = "";
        }
        throw new OciException(
                "registry " + name + ": HTTP " + response.statusCode() + " for " + method + " " + address + said);
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        HttpRequest.Builder head = HttpRequest.newBuilder().method("HEAD", BodyPublishers.noBody());
        HttpResponse<InputStream> response = http.send(head, http.address("blobs/" + descriptor.digest()));
        response.body().close();
        return response.statusCode() == 200;
    }

    @Override
    public void put(Descriptor descriptor, Path content) throws IOException {
        upload(descriptor, BodyPublishers.ofFile(content));
    }

    @Override
    public void put(Descriptor descriptor, byte[] content) throws IOException {
        upload(descriptor, BodyPublishers.ofByteArray(content));
    }

    private void upload(Descriptor descriptor, BodyPublisher content) throws IOException {
        URI uploads = http.address("blobs/uploads/");
        HttpResponse<InputStream> begun = http.send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), uploads);
        begun.body().close();
        if (begun.statusCode() != 202) {
            refused(begun, "POST", uploads);
        }
        String location = begun.headers()
                .firstValue("location")
                .orElseThrow(() -> new OciException("registry " + name + " does not say where to upload to"));
        String at = uploads.resolve(location).toString();
        URI target = URI.create(at + (at.contains("?") ? "&" : "?") + "digest="
                + URLEncoder.encode(descriptor.digest().toString(), StandardCharsets.UTF_8));
        HttpResponse<InputStream> done = http.send(
                HttpRequest.newBuilder()
                        .setHeader("Content-Type", "application/octet-stream")
                        .PUT(content),
                target);
        if (done.statusCode() != 201) {
            refused(done, "PUT", target);
        }
        done.body().close();
    }

    @Override
    public void putManifest(String tag, byte[] manifest) throws IOException {
        URI target =
                http.address("manifests/" + (tag.isEmpty() ? Digest.of(manifest).toString() : tag));
        HttpResponse<InputStream> done = http.send(
                HttpRequest.newBuilder()
                        .setHeader("Content-Type", Manifest.TYPE)
                        .PUT(BodyPublishers.ofByteArray(manifest)),
                target);
        if (done.statusCode() != 201) {
            refused(done, "PUT", target);
        }
        done.body().close();
    }
}
