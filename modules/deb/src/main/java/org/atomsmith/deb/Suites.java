package org.atomsmith.deb;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.atomsmith.rpm.fetch.Index;
import org.atomsmith.rpm.fetch.Request;
import org.atomsmith.rpm.openpgp.OpenPgpException;

/** Fetches and verifies the Release files of suites and says which package lists they have. */
final class Suites {
    private static final List<String> PACKINGS = List.of(".xz", ".zst", ".gz", "");

    private final DownloadCache downloads;
    private final VerifiedText verifiedText;
    private final InstantSource clock;
    private final Path machine;
    private final String arch;

    Suites(DownloadCache downloads, VerifiedText verifiedText, InstantSource clock, Path machine, String arch) {
        this.downloads = downloads;
        this.verifiedText = verifiedText;
        this.clock = clock;
        this.machine = machine;
        this.arch = arch;
    }

    /**
     * A suite that is asked for.
     *
     * @param bases its mirrors
     * @param signedBy who may sign it
     */
    record Asked(AptSource source, String suite, List<URI> bases, List<SignedBy> signedBy) {
        /** The suite's directory relative to the mirrors' addresses, with a slash at its end. */
        String directory() {
            return suite.endsWith("/") ? suite : "dists/" + suite + "/";
        }
    }

    /** A package list of a suite, and how to fetch it. */
    record Listed(String suite, PackageList.Origin origin, Request request) {}

    /** The package lists of a suite for our architecture, one for each component. */
    List<Listed> lists(Asked asked, String repository, EventSink events) throws IOException {
        ReleaseFile release = release(asked, repository, events);
        List<String> architectures = new ArrayList<>(List.of(arch));
        if (release.architectures().contains("all") && !release.allInEach()) {
            architectures.add("all");
        }
        List<Listed> lists = new ArrayList<>();
        if (asked.suite().endsWith("/")) {
            lists.add(list(asked, release, "Packages", repository)
                    .orElseThrow(() -> new AptException.NoSuchComponent(
                            asked.source().place() + ": '" + asked.suite() + "' has no Packages file")));
            return lists;
        }
        for (String component : asked.source().components()) {
            boolean found = false;
            for (String each : architectures) {
                Optional<Listed> list = list(asked, release, component + "/binary-" + each + "/Packages", repository);
                list.ifPresent(lists::add);
                found |= list.isPresent();
            }
            if (!found) {
                throw noSuchComponent(asked, release, component);
            }
        }
        return lists;
    }

    private Optional<Listed> list(Asked asked, ReleaseFile release, String plain, String repository) {
        for (String packing : PACKINGS) {
            Optional<ReleaseFile.Index> index =
                    Optional.ofNullable(release.indices().get(plain + packing));
            if (index.isPresent()) {
                String path = plain + packing;
                String sha256 = index.get().sha256();
                boolean byHash = asked.source().byHash().orElse(release.byHash());
                String folder = path.substring(0, path.lastIndexOf('/') + 1);
                String href = asked.directory() + (byHash ? folder + "by-hash/SHA256/" + sha256 : path);
                Optional<String> unpacked =
                        Optional.ofNullable(release.indices().get(plain)).map(ReleaseFile.Index::sha256);
                return Optional.of(new Listed(
                        asked.suite(),
                        new PackageList.Origin(path, sha256, unpacked, repository, arch),
                        Request.of(asked.bases(), href, sha256, index.get().size(), asked.suite() + "/" + path)));
            }
        }
        return Optional.empty();
    }

    private AptException noSuchComponent(Asked asked, ReleaseFile release, String component) {
        Set<String> known = new TreeSet<>();
        for (String path : release.indices().keySet()) {
            int end = path.indexOf("/binary-" + arch + "/Packages");
            if (end > 0) {
                known.add(path.substring(0, end));
            }
        }
        if (known.isEmpty()) {
            return new AptException.NoSuchComponent(asked.source().place() + ": suite '" + asked.suite()
                    + "' has no packages for architecture " + arch + ", only for "
                    + String.join(", ", release.architectures()));
        }
        return new AptException.NoSuchComponent(
                asked.source().place() + ": suite '" + asked.suite() + "' has no component '" + component + "'"
                        + Nearest.hint(component, known) + "; it has " + String.join(", ", known));
    }

    private ReleaseFile release(Asked asked, String repository, EventSink events) throws IOException {
        String name = asked.bases().getFirst() + asked.directory() + "InRelease";
        byte[] text;
        try {
            Index index = downloads.fetchIndex(mirrors(asked, "InRelease"));
            text = verified(asked, repository, events, index);
            name = index.from().toString();
        } catch (FetchException.NotFound e) {
            text = detached(asked, repository, events, e);
        }
        ReleaseFile release = ReleaseFile.parse(text, name);
        checkSuite(asked, release, name);
        checkValidity(asked, release, name);
        return release;
    }

    private byte[] verified(Asked asked, String repository, EventSink events, Index index) throws IOException {
        if (asked.source().trusted()) {
            warnUnverified(asked, repository, events);
            return withoutSignature(index.content());
        }
        try {
            TrustedKeys keys = TrustedKeys.read(asked.source().place(), asked.signedBy(), machine);
            return verifiedText.of(
                    List.of(index.content()),
                    keys.identity(),
                    () -> keys.verifier(clock)
                            .clearSigned(index.content(), index.from().toString())
                            .text());
        } catch (OpenPgpException e) {
            throw notTrusted(asked, e);
        }
    }

    /** Older archives have {@code Release} and {@code Release.gpg} instead of {@code InRelease}. */
    private byte[] detached(Asked asked, String repository, EventSink events, FetchException.NotFound missing)
            throws IOException {
        Index release;
        try {
            release = downloads.fetchIndex(mirrors(asked, "Release"));
        } catch (FetchException.NotFound e) {
            throw new AptException.NoSuchSuite(
                    asked.source().place() + ": no mirror has suite '" + asked.suite() + "': " + missing.getMessage()
                            + "; check 'Suites' and 'URIs'",
                    missing);
        }
        if (asked.source().trusted()) {
            warnUnverified(asked, repository, events);
            return release.content();
        }
        try {
            Index signature = downloads.fetchIndex(mirrors(asked, "Release.gpg"));
            TrustedKeys keys = TrustedKeys.read(asked.source().place(), asked.signedBy(), machine);
            return verifiedText.of(List.of(release.content(), signature.content()), keys.identity(), () -> {
                keys.verifier(clock)
                        .detached(
                                release.content(),
                                signature.content(),
                                release.from().toString());
                return release.content();
            });
        } catch (OpenPgpException | FetchException.NotFound e) {
            throw notTrusted(asked, e);
        }
    }

    private static URI[] mirrors(Asked asked, String file) {
        return asked.bases().stream()
                .map(base -> Request.resolve(base, asked.directory() + file))
                .toArray(URI[]::new);
    }

    private static void warnUnverified(Asked asked, String repository, EventSink events) {
        events.accept(new Event.Warning(
                "metadata-" + repository,
                "NOT VERIFIED: " + asked.source().place() + " says 'Trusted: yes', so the signature of suite '"
                        + asked.suite() + "' at " + asked.bases().getFirst()
                        + " is not checked: whoever controls that server or the network controls the image"));
    }

    private static AptException notTrusted(Asked asked, IOException cause) {
        return new AptException.NotTrusted(
                asked.source().place() + ": suite '" + asked.suite() + "' cannot be trusted: " + cause.getMessage()
                        + "; 'Signed-By: FILE' names the keys that may sign it, 'Trusted: yes' uses it unverified",
                cause);
    }

    /** The body of a clear-signed document, for the user who does not want it verified. */
    private static byte[] withoutSignature(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        if (!text.startsWith("-----BEGIN PGP SIGNED MESSAGE-----")) {
            return document;
        }
        int body = text.replace("\r\n", "\n").indexOf("\n\n");
        int end = text.indexOf("\n-----BEGIN PGP SIGNATURE-----");
        return text.substring(Math.max(0, body) + 2, end < 0 ? text.length() : end + 1)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A mirror must not pass off one suite for another, such as an old one that the same keys signed. */
    private static void checkSuite(Asked asked, ReleaseFile release, String name) throws AptException {
        String suite = asked.suite();
        boolean unnamed = release.suite().isEmpty() && release.codename().isEmpty();
        String codename = release.codename();
        if (suite.endsWith("/")
                || unnamed
                || asked.source().trusted()
                || suite.equals(release.suite())
                || suite.equals(codename)
                || suite.equals(codename + "/updates")
                || suite.equals(release.suite() + "/updates")) {
            return;
        }
        throw new AptException.WrongSuite(asked.source().place() + ": asked for suite '" + suite + "', but " + name
                + " is of suite '" + release.suite() + "', codename '" + codename + "'; write that name in 'Suites'");
    }

    private void checkValidity(Asked asked, ReleaseFile release, String name) throws AptException {
        if (release.validUntil().isEmpty() || !asked.source().checkValidUntil()) {
            return;
        }
        Instant until = release.validUntil().get();
        Instant now = clock.instant();
        if (now.isAfter(until)) {
            Duration since = Duration.between(until, now);
            String ago = since.toDays() > 1 ? since.toDays() + " days" : since.toHours() + " hours";
            throw new AptException.Expired(asked.source().place() + ": suite '" + asked.suite() + "': " + name
                    + " was valid until " + until + ", " + ago + " ago: the mirror is not updated any more, or somebody"
                    + " replays an old state; 'Check-Valid-Until: no' uses it all the same");
        }
    }
}
