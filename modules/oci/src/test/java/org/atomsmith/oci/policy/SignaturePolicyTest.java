package org.atomsmith.oci.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.OciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturePolicyTest {
    private static final String SCOPES = """
            {"default": [{"type": "reject"}],
             "transports": {
               "docker": {
                 "registry.example.com:5000/os/host:stable": [{"type": "sigstoreSigned", "keyPath": "/tag.pub"}],
                 "registry.example.com:5000/os/host": [{"type": "sigstoreSigned", "keyPath": "/repository.pub"}],
                 "registry.example.com:5000/os": [{"type": "sigstoreSigned", "keyPath": "/namespace.pub"}],
                 "registry.example.com:5000": [{"type": "sigstoreSigned", "keyPath": "/host.pub"}],
                 "*.example.com": [{"type": "sigstoreSigned", "keyPath": "/domain.pub"}],
                 "*.com": [{"type": "sigstoreSigned", "keyPath": "/top.pub"}]},
               "oci": {"/srv/images": [{"type": "insecureAcceptAnything"}]}}}
            """;

    private static SignaturePolicy policy(String json) throws IOException {
        return SignaturePolicy.parse(json.getBytes(StandardCharsets.UTF_8), "policy.json");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com:5000/os/host:stable, /tag.pub",
        "registry.example.com:5000/os/host:testing, /repository.pub",
        "registry.example.com:5000/os/other:stable, /namespace.pub",
        "registry.example.com:5000/apps/web:1, /host.pub",
        "other.example.com/apps/web:1, /domain.pub",
        "example.com/web:1, /top.pub",
    })
    void the_narrowest_scope_holds(String image, String key) throws IOException {
        SignaturePolicy.Rule rule = policy(SCOPES).rule(PolicyScopes.of(ImageName.parse(image)));

        assertThat(rule.requirements())
                .containsExactly(new Requirement.SigstoreSigned(
                        List.of(new KeySource.InFile(Path.of(key))), new SignedIdentity.RepositoryDigestOrExact()));
    }

    @Test
    void the_default_holds_for_the_rest() throws IOException {
        SignaturePolicy policy = policy(SCOPES);

        assertThat(policy.rule(PolicyScopes.of(ImageName.parse("example.org/web:1")))
                        .requirements())
                .containsExactly(new Requirement.Reject());
        assertThat(policy.rule(PolicyScopes.of(Path.of("/srv/images/os"), "stable"))
                        .requirements())
                .containsExactly(new Requirement.Accept());
        assertThat(policy.rule(PolicyScopes.of(Path.of("/srv/other"), "")).place())
                .isEqualTo("policy.json: default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{} | default: expected a list of one or more requirements",
                "{\"default\": []} | default: expected a list of one or more requirements",
                "{\"default\": [\"reject\"]} | default: expected a list of one or more requirements",
                "{\"default\": [{\"type\": \"trust\"}]} | default[0].type: there is no requirement 'trust'",
                "{\"default\": [{\"type\": \"reject\", \"keyPath\": \"/k\"}]} | default[0].keyPath: there is no such key",
                "{\"default\": [{\"type\": \"sigstoreSigned\"}]} | default[0]: expected one of keyPath, keyPaths",
                "{\"default\": [{\"type\": \"sigstoreSigned\", \"keyPath\": \"/k\", \"keyData\": \"aa\"}]} | found keyPath and keyData",
                "{\"default\": [{\"type\": \"sigstoreSigned\", \"keyPath\": \"k\"}]} | default[0].keyPath: 'k' is no absolute path",
                "{\"default\": [{\"type\": \"sigstoreSigned\", \"keyData\": \"%\"}]} | default[0].keyData: no base64",
                "{\"default\": [{\"type\": \"sigstoreSigned\", \"keyPaths\": [\"/k\", 1]}]} | default[0].keyPaths: expected a list",
                "{\"default\": [{\"type\": \"sigstoreSigned\", \"keyPath\": \"/k\", \"signedIdentity\": {\"type\": \"any\"}}]} | default[0].signedIdentity.type: there is no identity 'any'",
                "{\"default\": [{\"type\": \"reject\"}], \"transports\": {\"docker\": []}} | transports.docker: expected an object",
                "{\"default\": [{\"type\": \"reject\"}], \"transport\": {}} | transport: there is no such key",
                "{\"default\": [{\"type\": \"reject\"}], \"default\": [{\"type\": \"insecureAcceptAnything\"}]} | Duplicate",
            })
    void what_is_not_understood_is_refused_with_its_place(String json, String message) {
        assertThatThrownBy(() -> policy(json))
                .isInstanceOf(OciException.class)
                .hasMessageStartingWith("policy.json")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/os:1, example.com/os:1, true, true, true",
        "example.com/os:1, example.com/os:2, false, false, true",
        "example.com/os:1, example.com/os, false, false, true",
        "example.com/os:1, example.com/other:1, false, false, false",
        "example.com/os@sha256:1111111111111111111111111111111111111111111111111111111111111111, example.com/os:2, false, true, true",
        "docker.io/library/os:1, os:1, true, true, true",
    })
    void names_must_fit(String image, String stated, boolean exact, boolean usual, boolean repository)
            throws IOException {
        ImageName name = ImageName.parse(image);

        assertThat(new SignedIdentity.Exact().accepts(name, stated)).isEqualTo(exact);
        assertThat(new SignedIdentity.RepositoryDigestOrExact().accepts(name, stated))
                .isEqualTo(usual);
        assertThat(new SignedIdentity.Repository().accepts(name, stated)).isEqualTo(repository);
    }

    @Test
    void an_image_of_a_mirror_is_signed_under_its_first_name() throws IOException {
        SignedIdentity mirrored = new SignedIdentity.Remapped("mirror.example.com/copy", "example.com");

        assertThat(mirrored.accepts(ImageName.parse("mirror.example.com/copy/os:1"), "example.com/os:1"))
                .isTrue();
        assertThat(mirrored.accepts(ImageName.parse("mirror.example.com/copying/os:1"), "example.com/os:1"))
                .isFalse();
        assertThat(mirrored.accepts(ImageName.parse("mirror.example.com/copy/os:1"), "mirror.example.com/copy/os:1"))
                .isFalse();
        assertThat(new SignedIdentity.ExactReference("example.com/os:1")
                        .accepts(ImageName.parse("a.example.com/x:2"), "example.com/os:1"))
                .isTrue();
        assertThat(new SignedIdentity.ExactRepository("example.com/os")
                        .accepts(ImageName.parse("a.example.com/x:2"), "example.com/os:7"))
                .isTrue();
    }
}
