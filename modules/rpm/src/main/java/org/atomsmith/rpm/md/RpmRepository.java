package org.atomsmith.rpm.md;

import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.atomsmith.rpm.fetch.Index;
import org.atomsmith.rpm.fetch.IndexCheck;
import org.atomsmith.rpm.fetch.Request;
import org.atomsmith.rpm.file.RpmFormat;
import org.atomsmith.rpm.openpgp.Keyring;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;

/** An rpm-md repository: its metadata fetched, verified as its definition demands, and indexed. Thread-safe. */
public final class RpmRepository implements Repository {
    private final RepoDefinition definition;
    private final List<URI> bases;
    private final String digest;
    private final String revision;
    private final PackageIndex packages;
    private final FileOwners owners;
    private final MetadataFiles files;
    private final PackageFormat format;
    private final VersionScheme versions = new RpmVersions();

    private RpmRepository(
            RepoDefinition definition,
            List<URI> bases,
            String digest,
            String revision,
            PackageIndex packages,
            FileOwners owners,
            MetadataFiles files,
            PackageFormat format) {
        this.definition = definition;
        this.bases = bases;
        this.digest = digest;
        this.revision = revision;
        this.packages = packages;
        this.owners = owners;
        this.files = files;
        this.format = format;
    }

    /**
     * Fetches, verifies and reads a repository's metadata: repomd and primary now, filelists when a question needs them.
     *
     * @param definition with base addresses (see {@link SystemRepositories#complete})
     * @param clock decides whether keys and signatures have expired
     * @throws FetchException when something cannot be had
     * @throws OpenPgpException when something is not signed as it must be
     * @throws org.atomsmith.rpm.PackageFormatException when the metadata are malformed
     */
    public static RpmRepository open(
            RepoDefinition definition, DownloadCache cache, InstantSource clock, EventSink events) throws IOException {
        if (definition.system()) {
            throw new IllegalArgumentException("repository '" + definition.id() + "' has no base addresses yet");
        }
        Mirrors mirrors = Mirrors.of(definition, cache);
        Optional<Keyring> keys = definition.gpgCheck() || definition.repoGpgCheck()
                ? Optional.of(RepositoryKeys.of(definition, cache))
                : Optional.empty();
        if (keys.isEmpty()) {
            events.accept(new Event.Warning(
                    "metadata:" + definition.id(),
                    definition.origin() + ": repository '" + definition.id()
                            + "' says gpgcheck=0: nothing that comes from it is verified"));
        }
        if (definition.transfer().tls().permissive()) {
            events.accept(new Event.Warning(
                    "metadata:" + definition.id(),
                    definition.origin() + ": repository '" + definition.id()
                            + "' says sslverify=0: who answers for its servers is not verified"));
        }
        SeenStates seen = new SeenStates(cache.directory().resolve("seen"), identity(definition));
        Index index = cache.fetchIndex(
                mirrors.bases().stream()
                        .map(base -> Request.resolve(base, "repodata/repomd.xml"))
                        .toList(),
                (content, from) -> {
                    if (mirrors.metalink().isPresent()) {
                        mirrors.metalink().get().check(content, from);
                    }
                    if (isRemote(from)) {
                        seen.check(content, from);
                    }
                },
                definition.transfer());
        if (definition.repoGpgCheck()) {
            verify(index, new SignatureVerifier(keys.orElseThrow(), clock, KeyExpiry.NOW), definition, cache);
        }
        List<URI> bases = bestFirst(mirrors.bases(), index.from());
        Repomd repomd = Repomd.parse(index.content(), index.from().toString());
        if (isRemote(index.from())) {
            seen.remember(repomd.revision());
        }
        MetadataFiles files = new MetadataFiles(definition.id(), bases, repomd, cache, definition.transfer(), events);
        MetadataIndexes indexes =
                new MetadataIndexes(files, new MetadataCache(cache.directory().resolve("metadata")), definition.id());
        PackageIndex packages = indexes.packages();
        hide(packages, definition);
        FileOwners owners = new FileOwners(packages, () -> indexes.owners(packages));
        PackageFormat format = definition.gpgCheck()
                ? RpmFormat.signed(new SignatureVerifier(keys.orElseThrow(), clock, KeyExpiry.WHEN_SIGNED))
                : RpmFormat.unsigned();
        return new RpmRepository(
                definition, bases, sha256(index.content()), repomd.revision(), packages, owners, files, format);
    }

    /**
     * Like {@link #open}, or nothing, and a warning, when no mirror answers and the definition says
     * {@code skip_if_unavailable=1}. What answers wrongly is a failure all the same.
     */
    public static Optional<RpmRepository> openIfAvailable(
            RepoDefinition definition, DownloadCache cache, InstantSource clock, EventSink events) throws IOException {
        try {
            return Optional.of(open(definition, cache, clock, events));
        } catch (FetchException.Unreachable | FetchException.NotFound e) {
            if (!definition.skipIfUnavailable()) {
                throw e;
            }
            events.accept(new Event.Warning(
                    "metadata:" + definition.id(),
                    definition.origin() + ": repository '" + definition.id()
                            + "' is left out, as it says skip_if_unavailable=1: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** What stays the same of a repository while its mirrors come and go. */
    private static String identity(RepoDefinition definition) {
        return definition.id() + "\n"
                + definition
                        .metalink()
                        .or(definition::mirrorlist)
                        .orElseGet(() -> definition.bases().getFirst());
    }

    private static boolean isRemote(URI uri) {
        return !"file".equalsIgnoreCase(uri.getScheme());
    }

    private static void verify(Index index, SignatureVerifier verifier, RepoDefinition definition, DownloadCache cache)
            throws IOException {
        URI signature = URI.create(index.from() + ".asc");
        byte[] bytes;
        try {
            bytes = cache.fetchIndex(List.of(signature), IndexCheck.NONE, definition.transfer())
                    .content();
        } catch (FetchException.NotFound e) {
            throw new OpenPgpException.Unsigned(index.from() + ": the metadata of repository '" + definition.id()
                    + "' are not signed: there is no " + signature
                    + "; sign them, or say repo_gpgcheck=0 at " + definition.origin());
        }
        verifier.detached(index.content(), bytes, index.from().toString());
    }

    /** The mirror that delivered the entry point first: it certainly has the files that the entry point names. */
    private static List<URI> bestFirst(List<URI> mirrors, URI entryPoint) {
        List<URI> bases = new ArrayList<>(mirrors);
        bases.sort((a, b) -> Boolean.compare(
                entryPoint.toString().startsWith(b.toString()),
                entryPoint.toString().startsWith(a.toString())));
        return List.copyOf(bases);
    }

    private static void hide(PackageIndex packages, RepoDefinition definition) {
        PackageGlobs excludes = new PackageGlobs(definition.excludes());
        PackageGlobs includes = new PackageGlobs(definition.includes());
        if (!excludes.isEmpty() || !includes.isEmpty()) {
            packages.hide(rpm -> excludes.match(rpm) || !(includes.isEmpty() || includes.match(rpm)));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How it was defined: priority, cost, and whether packages are verified. */
    public RepoDefinition definition() {
        return definition;
    }

    /** The repository's comps; without groups when it has none. */
    public Comps comps() throws IOException {
        for (String type : List.of("group_gz", "group_xz", "group_zst", "group")) {
            if (files.has(type)) {
                Comps[] read = {none()};
                files.read(type, (in, name) -> read[0] = CompsParser.parse(in, name));
                return read[0];
            }
        }
        return none();
    }

    private static Comps none() {
        return new Comps(List.of(), List.of(), List.of(), new TreeMap<>());
    }

    /** Its metadata, for readers of what hosts do not look at. */
    MetadataFiles files() {
        return files;
    }

    /** Hands on the repository's advisories, in its order. */
    public void advisories(UpdateInfoParser.Sink sink) throws IOException {
        if (files.has("updateinfo")) {
            files.read("updateinfo", (in, name) -> UpdateInfoParser.parse(in, name, sink));
        }
    }

    /** Hands on the changelogs of packages, in the repository's order. */
    public void changelogs(OtherParser.Sink sink) throws IOException {
        if (files.has("other")) {
            files.read("other", (in, name) -> OtherParser.parse(in, name, sink));
        }
    }

    @Override
    public String id() {
        return definition.id();
    }

    @Override
    public List<URI> bases() {
        return bases;
    }

    @Override
    public TransferOptions transfer() {
        return definition.transfer();
    }

    @Override
    public String digest() {
        return digest;
    }

    /** The revision, which those who make repositories set to the time, unless they set it to something else. */
    @Override
    public OptionalLong timestamp() {
        return revision.matches("[0-9]{1,12}") ? OptionalLong.of(Long.parseLong(revision)) : OptionalLong.empty();
    }

    @Override
    public int priority() {
        return definition.priority();
    }

    @Override
    public int cost() {
        return definition.cost();
    }

    @Override
    public PackageFormat format() {
        return format;
    }

    @Override
    public VersionScheme versions() {
        return versions;
    }

    @Override
    public Set<String> names() {
        return packages.names();
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return packages.named(name);
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException when filelists are needed to answer for a path and cannot be had
     */
    @Override
    public Collection<RpmPackage> providing(String capability) {
        List<RpmPackage> listed = packages.providing(capability);
        if (!capability.startsWith("/")) {
            return listed;
        }
        List<RpmPackage> all = new ArrayList<>(listed);
        owners.of(capability).stream().filter(p -> !listed.contains(p)).forEach(all::add);
        return all;
    }

    /** {@inheritDoc} RPM itself has none; converted packages say it by what they provide. */
    @Override
    public Collection<RpmPackage> essential() {
        return packages.providing(RpmPackage.ESSENTIAL);
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return packages.reverseWeak();
    }

    @Override
    public List<RpmPackage> packages() {
        return packages.packages();
    }
}
