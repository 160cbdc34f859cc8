package org.atomsmith.ostree.pull;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.pull.http.Fetcher;
import org.atomsmith.ostree.pull.http.HttpSettings;
import org.atomsmith.ostree.pull.http.Metalink;
import org.atomsmith.ostree.pull.http.MirrorList;
import org.atomsmith.ostree.pull.http.Mirrors;
import org.atomsmith.ostree.pull.http.Proxies;
import org.atomsmith.ostree.remote.Cookies;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.ImportPolicy;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Trust;
import org.atomsmith.ostree.trust.RemoteTrust;
import org.atomsmith.tls.TlsOptions;

/**
 * A remote that was reached: what it says of itself can be asked.
 *
 * @param remote its configuration, that of this pull on top
 * @param isConfigured false when it is only an address
 * @param source where its objects are
 * @param trust the signatures that it asks for
 * @param metalinked its summary, when that came by a metalink
 */
public record OpenRemote(
        Remote remote, boolean isConfigured, Source source, RemoteTrust trust, Optional<byte[]> metalinked)
        implements Closeable {
    private static final String USER_AGENT = "libostree/2025.2";
    private static final String FILE = "file://";
    private static final String MIRROR_LIST = "mirrorlist=";
    private static final String METALINK = "metalink=";

    /**
     * Reaches a remote.
     *
     * @param name a remote of the repository's configuration, or an address
     */
    public static OpenRemote open(Repository repository, String name, PullOptions options) throws IOException {
        boolean isAddress = name.contains("://") || name.startsWith("/");
        Remote remote = configured(repository, name, isAddress, options);
        if (!isAddress) {
            refuseUnusable(remote);
        }
        RemoteTrust trust = RemoteTrust.of(remote, options.environment());
        String url = options.url().isPresent() ? options.url().get() : remote.url();
        if (url.startsWith(FILE) || url.startsWith("/")) {
            Repository there = Repository.open(
                    Path.of(url.startsWith(FILE) ? URI.create(url).getPath() : url));
            ImportPolicy policy = new ImportPolicy(options.trustLocal(), options.bareUserOnlyFiles());
            return new OpenRemote(remote, !isAddress, new LocalSource(there, policy), trust, Optional.empty());
        }
        Fetcher fetcher = new Fetcher(
                settings(repository, remote, options),
                Optional.of(repository.path().resolve("tmp")));
        boolean opened = false;
        try {
            // Only an archive takes files as they come; where they are unpacked, verifying them costs nothing more.
            Trust believed = repository.mode() == RepositoryMode.ARCHIVE ? options.trustHttp() : Trust.VERIFY;
            ImportPolicy policy = new ImportPolicy(believed, options.bareUserOnlyFiles());
            OpenRemote open = overHttp(remote, !isAddress, trust, url, fetcher, policy, options);
            opened = true;
            return open;
        } finally {
            if (!opened) {
                fetcher.close();
            }
        }
    }

    private static OpenRemote overHttp(
            Remote remote,
            boolean isConfigured,
            RemoteTrust trust,
            String url,
            Fetcher fetcher,
            ImportPolicy policy,
            PullOptions options)
            throws IOException {
        Optional<byte[]> metalinked = Optional.empty();
        Mirrors metadata;
        if (url.startsWith(METALINK)) {
            Metalink.Found found = Metalink.fetch(fetcher, url.substring(METALINK.length()), Source.MAX_METADATA);
            metalinked = Optional.of(found.summary());
            metadata = found.repository();
        } else {
            metadata = mirrors(fetcher, url);
        }
        Optional<String> contentUrl = options.url().isPresent() ? Optional.empty() : remote.option("contenturl");
        Mirrors content = contentUrl.isPresent() ? mirrors(fetcher, contentUrl.get()) : metadata;
        Source source = new HttpSource(fetcher, metadata, content, policy);
        return new OpenRemote(remote, isConfigured, source, trust, metalinked);
    }

    private static Mirrors mirrors(Fetcher fetcher, String url) throws IOException {
        return url.startsWith(MIRROR_LIST)
                ? MirrorList.fetch(fetcher, url.substring(MIRROR_LIST.length()))
                : Mirrors.of(url);
    }

    private static Remote configured(Repository repository, String name, boolean isAddress, PullOptions options)
            throws IOException {
        Remote remote = isAddress
                ? Remote.ofAddress(name, repository.path())
                : Remotes.of(repository).get(name);
        SequencedMap<String, String> keys = new LinkedHashMap<>(remote.options());
        Remote keyring = remote;
        if (isAddress) {
            // A repository that the user names is trusted unless it is said otherwise.
            keys.put("gpg-verify", "false");
            keys.put("gpg-verify-summary", "false");
            if (options.refRemote().isPresent() && !options.remoteOptions().isEmpty()) {
                keyring = Remotes.of(repository).get(options.refRemote().get());
                keyring.option("gpgkeypath").ifPresent(path -> keys.put("gpgkeypath", path));
            }
        }
        keys.putAll(options.remoteOptions());
        return new Remote(remote.name(), keys, remote.file(), keyring.keyring());
    }

    private static void refuseUnusable(Remote remote) throws IOException {
        Optional<String> backend = remote.option("custom-backend");
        if (backend.isPresent()) {
            throw new PullException("Cannot pull: remote '" + remote.name() + "' uses custom backend '" + backend.get()
                    + "': pull with the program that made it"
                    + (remote.option("url").isPresent() ? "" : ". No \"url\" option in remote"));
        }
        Optional<String> state = remote.option("unconfigured-state");
        if (state.isPresent()) {
            throw new PullException("remote unconfigured-state: " + state.get());
        }
    }

    private static HttpSettings settings(Repository repository, Remote remote, PullOptions options) throws IOException {
        Map<String, String> environment = options.environment();
        Proxies proxies = Proxies.of(remote.option("proxy"), environment);
        TlsOptions tls = new TlsOptions(
                remote.isSet("tls-permissive", false),
                remote.option("tls-ca-path").map(Path::of),
                remote.option("tls-client-cert-path").map(Path::of),
                remote.option("tls-client-key-path").map(Path::of));
        Path cookies = Cookies.file(repository, remote.name());
        return new HttpSettings(
                options.userAgentSuffix()
                        .map(suffix -> USER_AGENT + " " + suffix)
                        .orElse(USER_AGENT),
                options.headers(),
                remote.isSet("http2", true),
                options.retries(),
                options.stall(),
                proxies,
                tls,
                Files.exists(cookies) ? Optional.of(cookies) : Optional.empty());
    }

    /**
     * The remote's summary.
     *
     * @return empty when it has none
     */
    public Optional<RemoteSummary> summary(Repository repository, PullOptions options) throws IOException {
        Optional<SummaryCache> cache = isConfigured && !options.skipCache()
                ? Optional.of(new SummaryCache(
                        options.cacheDirectory()
                                .orElseGet(() -> repository.path().resolve("tmp/cache")),
                        remote.name()))
                : Optional.empty();
        boolean distrust = "invalid-cache".equals(options.environment().get("OSTREE_REPO_TEST_ERROR"));
        return RemoteSummary.get(source, metalinked, Optional.of(trust), cache, distrust);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
