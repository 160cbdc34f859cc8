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
import java.util.Set;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.atomsmith.rpm.fetch.Index;
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
    private final PackageTable table;
    private final FileOwners owners;
    private final PackageFormat format;
    private final VersionScheme versions = new RpmVersions();

    private RpmRepository(
            RepoDefinition definition,
            List<URI> bases,
            String digest,
            PackageTable table,
            FileOwners owners,
            PackageFormat format) {
        this.definition = definition;
        this.bases = bases;
        this.digest = digest;
        this.table = table;
        this.owners = owners;
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
        if (definition.bases().isEmpty()) {
            throw new IllegalArgumentException("repository '" + definition.id() + "' has no base addresses yet");
        }
        Optional<Keyring> keys = definition.gpgCheck() || definition.repoGpgCheck()
                ? Optional.of(RepositoryKeys.of(definition, cache))
                : Optional.empty();
        if (keys.isEmpty()) {
            events.accept(new Event.Warning(
                    "metadata:" + definition.id(),
                    definition.origin() + ": repository '" + definition.id()
                            + "' says gpgcheck=0: nothing that comes from it is verified"));
        }
        Index index = cache.fetchIndex(definition.bases().stream()
                .map(base -> Request.resolve(base, "repodata/repomd.xml"))
                .toArray(URI[]::new));
        if (definition.repoGpgCheck()) {
            verify(index, new SignatureVerifier(keys.orElseThrow(), clock, KeyExpiry.NOW), definition, cache);
        }
        List<URI> bases = bestFirst(definition, index.from());
        Repomd repomd = Repomd.parse(index.content(), index.from().toString());
        MetadataFiles files = new MetadataFiles(definition.id(), bases, repomd, cache, events);
        PackageTable table = new PackageTable(packages(definition, files));
        FileOwners owners = new FileOwners(
                table, sink -> files.read("filelists", (in, name) -> FilelistsParser.parse(in, name, sink)));
        PackageFormat format = definition.gpgCheck()
                ? RpmFormat.signed(new SignatureVerifier(keys.orElseThrow(), clock, KeyExpiry.WHEN_SIGNED))
                : RpmFormat.unsigned();
        return new RpmRepository(definition, bases, sha256(index.content()), table, owners, format);
    }

    private static void verify(Index index, SignatureVerifier verifier, RepoDefinition definition, DownloadCache cache)
            throws IOException {
        URI signature = URI.create(index.from() + ".asc");
        byte[] bytes;
        try {
            bytes = cache.fetchIndex(signature).content();
        } catch (FetchException.NotFound e) {
            throw new OpenPgpException.Unsigned(index.from() + ": the metadata of repository '" + definition.id()
                    + "' are not signed: there is no " + signature
                    + "; sign them, or say repo_gpgcheck=0 at " + definition.origin());
        }
        verifier.detached(index.content(), bytes, index.from().toString());
    }

    /** The mirror that delivered the entry point first: it certainly has the files that the entry point names. */
    private static List<URI> bestFirst(RepoDefinition definition, URI entryPoint) {
        List<URI> bases = new ArrayList<>(definition.bases());
        bases.sort((a, b) -> Boolean.compare(
                entryPoint.toString().startsWith(b.toString()),
                entryPoint.toString().startsWith(a.toString())));
        return List.copyOf(bases);
    }

    private static List<RpmPackage> packages(RepoDefinition definition, MetadataFiles files) throws IOException {
        PackageGlobs excludes = new PackageGlobs(definition.excludes());
        PackageGlobs includes = new PackageGlobs(definition.includes());
        List<RpmPackage> packages = new ArrayList<>();
        files.read(
                "primary",
                (in, name) -> PrimaryParser.parse(in, name, definition.id(), rpm -> {
                    if (!excludes.match(rpm) && (includes.isEmpty() || includes.match(rpm))) {
                        packages.add(rpm);
                    }
                }));
        return packages;
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

    @Override
    public String id() {
        return definition.id();
    }

    @Override
    public List<URI> bases() {
        return bases;
    }

    @Override
    public String digest() {
        return digest;
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
        return table.names();
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return table.named(name);
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException when filelists are needed to answer for a path and cannot be had
     */
    @Override
    public Collection<RpmPackage> providing(String capability) {
        List<RpmPackage> listed = table.providing(capability);
        if (!capability.startsWith("/")) {
            return listed;
        }
        List<RpmPackage> all = new ArrayList<>(listed);
        owners.of(capability).stream().filter(p -> !listed.contains(p)).forEach(all::add);
        return all;
    }

    /** None: RPM has no packages that are always there. */
    @Override
    public Collection<RpmPackage> essential() {
        return List.of();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return table.reverseWeak();
    }

    @Override
    public List<RpmPackage> packages() {
        return table.packages();
    }
}
