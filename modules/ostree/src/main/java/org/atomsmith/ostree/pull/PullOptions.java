package org.atomsmith.ostree.pull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.http.HttpSettings;
import org.atomsmith.ostree.repo.Trust;

/**
 * What to pull, and how. Made with {@link Builder}.
 *
 * @param refs refs that are wanted; with no commits either: the remote's configured branches, or all when mirroring
 * @param commits commits that are wanted without a ref
 * @param mirror write refs as the remote has them, not as {@code remote:ref}; with no refs, all and the summary too
 * @param commitOnly only commits, no trees
 * @param subpaths only these directories or files of the trees, absolute; empty for all
 * @param depth how many parents to bring; -1 for all
 * @param deltas whether static deltas are used
 * @param trustLocal whether objects of a repository on this machine are verified
 * @param trustHttp whether file objects that come over HTTP into an archive are verified
 * @param bareUserOnlyFiles refuse files with permissions outside 0775
 * @param url where to pull from instead of the remote's address
 * @param refRemote the remote whose refs are set, when it is not the one that is pulled from
 * @param verifyBindings whether a commit must be made for the ref and the collection that it is pulled as
 * @param timestampCheck refuse commits that are older than those that the refs name now
 * @param timestampCheckFrom refuse commits that are older than this
 * @param localCaches repositories on this machine where objects are looked for first
 * @param remoteOptions keys of the remote's configuration that hold for this pull only
 * @param cacheDirectory where summaries are kept; empty for the repository's own place
 * @param skipCache keep and use no cached summaries
 * @param dryRun only say what would be fetched
 * @param headers sent with every request
 * @param userAgentSuffix appended to the user agent
 * @param retries how often a request is made again
 * @param stall when a transfer counts as stalled
 * @param window how many requests run at once
 * @param environment of the process: proxies, trusted keys
 */
public record PullOptions(
        List<RefRequest> refs,
        List<Checksum> commits,
        boolean mirror,
        boolean commitOnly,
        List<String> subpaths,
        int depth,
        DeltaUse deltas,
        Trust trustLocal,
        Trust trustHttp,
        boolean bareUserOnlyFiles,
        Optional<String> url,
        Optional<String> refRemote,
        boolean verifyBindings,
        boolean timestampCheck,
        Optional<Checksum> timestampCheckFrom,
        List<Path> localCaches,
        Map<String, String> remoteOptions,
        Optional<Path> cacheDirectory,
        boolean skipCache,
        boolean dryRun,
        List<HttpSettings.Header> headers,
        Optional<String> userAgentSuffix,
        int retries,
        HttpSettings.Stall stall,
        int window,
        Map<String, String> environment) {

    /** How many requests run at once when nobody says otherwise. */
    public static final int DEFAULT_WINDOW = 16;

    /** Whether static deltas are used. */
    public enum DeltaUse {
        /** Where there are any. */
        ALLOWED,
        /** Only objects are fetched. */
        DISABLED,
        /** A pull that would need objects fails. */
        REQUIRED
    }

    /** Copies the lists. */
    public PullOptions {
        refs = List.copyOf(refs);
        commits = List.copyOf(commits);
        subpaths = List.copyOf(subpaths);
        localCaches = List.copyOf(localCaches);
        remoteOptions = Map.copyOf(remoteOptions);
        headers = List.copyOf(headers);
        environment = Map.copyOf(environment);
    }

    /** Defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<RefRequest> refs = new ArrayList<>();
        private final List<Checksum> commits = new ArrayList<>();
        private final List<String> subpaths = new ArrayList<>();
        private final List<Path> localCaches = new ArrayList<>();
        private final List<HttpSettings.Header> headers = new ArrayList<>();
        private boolean mirror;
        private boolean commitOnly;
        private int depth;
        private DeltaUse deltas = DeltaUse.ALLOWED;
        private Trust trustLocal = Trust.BELIEVE;
        private Trust trustHttp = Trust.VERIFY;
        private boolean bareUserOnlyFiles;
        private Optional<String> url = Optional.empty();
        private Optional<String> refRemote = Optional.empty();
        private boolean verifyBindings = true;
        private boolean timestampCheck;
        private Optional<Checksum> timestampCheckFrom = Optional.empty();
        private Map<String, String> remoteOptions = Map.of();
        private Optional<Path> cacheDirectory = Optional.empty();
        private boolean skipCache;
        private boolean dryRun;
        private Optional<String> userAgentSuffix = Optional.empty();
        private int retries = HttpSettings.DEFAULT_RETRIES;
        private HttpSettings.Stall stall = HttpSettings.Stall.DEFAULT;
        private int window = DEFAULT_WINDOW;
        private Map<String, String> environment = Map.of();

        /** Adds a ref. */
        public Builder ref(RefRequest ref) {
            refs.add(ref);
            return this;
        }

        /** Adds a commit. */
        public Builder commit(Checksum commit) {
            commits.add(commit);
            return this;
        }

        /** Adds a path of the tree. */
        public Builder subpath(String path) {
            subpaths.add(path);
            return this;
        }

        /** Adds a repository to look for objects in. */
        public Builder localCache(Path repository) {
            localCaches.add(repository);
            return this;
        }

        /** Adds a header. */
        public Builder header(String name, String value) {
            headers.add(new HttpSettings.Header(name, value));
            return this;
        }

        /** Sets whether this makes a mirror. */
        public Builder mirror(boolean value) {
            mirror = value;
            return this;
        }

        /** Sets whether only commits are fetched. */
        public Builder commitOnly(boolean value) {
            commitOnly = value;
            return this;
        }

        /** Sets how many parents are fetched. */
        public Builder depth(int value) {
            depth = value;
            return this;
        }

        /** Sets how static deltas are used. */
        public Builder deltas(DeltaUse value) {
            deltas = value;
            return this;
        }

        /** Sets whether a repository on this machine is trusted. */
        public Builder trustLocal(Trust value) {
            trustLocal = value;
            return this;
        }

        /** Sets whether files from an HTTP server are trusted. */
        public Builder trustHttp(Trust value) {
            trustHttp = value;
            return this;
        }

        /** Sets whether permissions outside 0775 are refused. */
        public Builder bareUserOnlyFiles(boolean value) {
            bareUserOnlyFiles = value;
            return this;
        }

        /** Sets another address. */
        public Builder url(Optional<String> value) {
            url = value;
            return this;
        }

        /** Sets the remote whose refs are written. */
        public Builder refRemote(Optional<String> value) {
            refRemote = value;
            return this;
        }

        /** Sets whether bindings are verified. */
        public Builder verifyBindings(boolean value) {
            verifyBindings = value;
            return this;
        }

        /** Sets whether older commits are refused. */
        public Builder timestampCheck(boolean value) {
            timestampCheck = value;
            return this;
        }

        /** Sets the commit than which none may be older. */
        public Builder timestampCheckFrom(Optional<Checksum> value) {
            timestampCheckFrom = value;
            return this;
        }

        /** Sets keys of the remote for this pull. */
        public Builder remoteOptions(Map<String, String> value) {
            remoteOptions = value;
            return this;
        }

        /** Sets where summaries are kept. */
        public Builder cacheDirectory(Optional<Path> value) {
            cacheDirectory = value;
            return this;
        }

        /** Sets whether summaries are not kept. */
        public Builder skipCache(boolean value) {
            skipCache = value;
            return this;
        }

        /** Sets whether nothing is written. */
        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** Sets what follows the user agent. */
        public Builder userAgentSuffix(Optional<String> value) {
            userAgentSuffix = value;
            return this;
        }

        /** Sets how often a request is repeated. */
        public Builder retries(int value) {
            retries = value;
            return this;
        }

        /** Sets when a transfer is stalled. */
        public Builder stall(HttpSettings.Stall value) {
            stall = value;
            return this;
        }

        /** Sets how many requests run at once. */
        public Builder window(int value) {
            window = value;
            return this;
        }

        /** Sets the environment. */
        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        /** The options. */
        public PullOptions build() {
            return new PullOptions(
                    refs,
                    commits,
                    mirror,
                    commitOnly,
                    subpaths,
                    depth,
                    deltas,
                    trustLocal,
                    trustHttp,
                    bareUserOnlyFiles,
                    url,
                    refRemote,
                    verifyBindings,
                    timestampCheck,
                    timestampCheckFrom,
                    localCaches,
                    remoteOptions,
                    cacheDirectory,
                    skipCache,
                    dryRun,
                    headers,
                    userAgentSuffix,
                    retries,
                    stall,
                    window,
                    environment);
        }
    }
}
