package org.atomsmith.ostree.cli.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullException;
import org.atomsmith.ostree.pull.PullListener;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.PullResult;
import org.atomsmith.ostree.pull.RefRequest;
import org.atomsmith.ostree.pull.http.HttpSettings;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Trust;

/** {@code ostree pull}: downloads from a remote. */
public final class PullCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "REMOTE [BRANCH...]",
                "Download data from remote repository",
                Option.flag("commit-metadata-only", "Fetch only the commit metadata"),
                Option.value("cache-dir", "DIR", "Use custom cache dir"),
                Option.flag("disable-fsync", "Do not invoke fsync()"),
                Option.flag(
                        "per-object-fsync", "Perform writes in such a way that avoids stalling concurrent processes"),
                Option.flag("disable-static-deltas", "Do not use static deltas"),
                Option.flag("require-static-deltas", "Require static deltas"),
                Option.flag("mirror", "Write refs suitable for a mirror and fetches all refs if none provided"),
                Option.value("subpath", "PATH", "Only pull the provided subpath(s)"),
                Option.flag("untrusted", "Verify checksums of local sources (always enabled for HTTP pulls)"),
                Option.flag("http-trusted", "Do not verify checksums of HTTP sources (mostly useful when mirroring)"),
                Option.flag(
                        "bareuseronly-files",
                        "Reject regular files with mode outside of 0775 (world writable, suid, etc.)"),
                Option.flag(
                        "dry-run", "Only print information on what will be downloaded, with and without static deltas"),
                Option.value("depth", "DEPTH", "Traverse DEPTH parents (-1=infinite) (default: 0)"),
                Option.value("url", "URL", "Pull objects from this URL instead of the one from the remote config"),
                Option.value("http-header", "NAME=VALUE", "Add NAME=VALUE as HTTP header to all requests"),
                Option.value(
                        "update-frequency",
                        "FREQUENCY",
                        "Sets the update frequency, in milliseconds (0=1000ms) (default: 0)"),
                Option.value(
                        "network-retries",
                        "N",
                        "Specifies how many times each download should be retried upon error (default: 5)"),
                Option.value(
                        "low-speed-limit-bytes",
                        "N",
                        "The average transfer speed per second of a transfer during the time set via"
                                + " \"low-speed-time-seconds\" for libcurl to abort (default: 1000)"),
                Option.value(
                        "low-speed-time-seconds",
                        "N",
                        "The time in number seconds that the transfer speed should be below the"
                                + " \"low-speed-limit-bytes\" setting for libcurl to abort (default: 30)"),
                Option.value(
                        "max-outstanding-fetcher-requests", "N", "The max amount of concurrent connections allowed"),
                Option.value(
                        "localcache-repo", 'L', "REPO", "Add REPO as local cache source for objects during this pull"),
                Option.flag("timestamp-check", 'T', "Require fetched commits to have newer timestamps"),
                Option.value(
                        "timestamp-check-from-rev",
                        "REV",
                        "Require fetched commits to have newer timestamps than given rev"),
                Option.flag("disable-verify-bindings", "Do not verify commit bindings"),
                Option.value("append-user-agent", "TEXT", ""));
    }

    @Override
    public int run(Call call) throws IOException {
        String word = call.argument(0, "REMOTE");
        Repository opened = call.repository();
        Repository repository = call.has("disable-fsync")
                ? opened.withoutFsync()
                : call.has("per-object-fsync") ? opened.withPerObjectFsync() : opened;
        PullOptions.Builder options = options(call, repository);
        int colon = word.contains("://") ? -1 : word.indexOf(':');
        String remote = colon < 0 ? word : word.substring(0, colon);
        if (colon >= 0) {
            options.ref(RefRequest.of(word.substring(colon + 1)));
        } else {
            for (String ref : call.arguments().subList(1, call.arguments().size())) {
                addRef(options, ref);
            }
        }
        boolean terminal = isTerminal();
        PullListener listener = terminal ? new TerminalProgress(call.out()) : PullListener.NONE;
        long frequency = call.number("update-frequency", 0);
        Duration every = Duration.ofMillis(frequency <= 0 ? terminal ? 200 : 1000 : frequency);
        PullResult result = new Pull(repository, remote, options.build(), listener, every).run();
        if (result.plan().isPresent()) {
            PullStatus.print(call.out(), result.plan().get());
        } else {
            call.out().println(PullStatus.text(result));
        }
        return 0;
    }

    private static void addRef(PullOptions.Builder options, String word) {
        int at = word.lastIndexOf('@');
        if (at >= 0) {
            String commit = word.substring(at + 1);
            Checksum checksum = Checksum.tryParse(commit)
                    .orElseThrow(() -> new UsageException("Invalid checksum '" + commit + "' after '@'"));
            options.ref(new RefRequest(Optional.empty(), word.substring(0, at), Optional.of(checksum)));
            return;
        }
        Optional<Checksum> commit = Checksum.tryParse(word);
        if (commit.isPresent()) {
            options.commit(commit.get());
        } else {
            options.ref(RefRequest.of(word));
        }
    }

    private static PullOptions.Builder options(Call call, Repository repository) throws IOException {
        boolean untrusted = call.has("untrusted");
        Optional<String> from = call.value("timestamp-check-from-rev");
        PullOptions.Builder options = PullOptions.builder()
                .mirror(call.has("mirror"))
                .commitOnly(call.has("commit-metadata-only"))
                .depth((int) call.number("depth", 0))
                .deltas(deltas(call))
                .trustLocal(untrusted ? Trust.VERIFY : Trust.BELIEVE)
                .trustHttp(call.has("http-trusted") && !untrusted ? Trust.BELIEVE : Trust.VERIFY)
                .bareUserOnlyFiles(call.has("bareuseronly-files"))
                .url(call.value("url"))
                .verifyBindings(!call.has("disable-verify-bindings"))
                .timestampCheck(call.has("timestamp-check"))
                .timestampCheckFrom(from.isPresent() ? Optional.of(repository.resolve(from.get())) : Optional.empty())
                .cacheDirectory(call.value("cache-dir").map(Path::of))
                .skipCache(call.environment("OSTREE_SKIP_CACHE").isPresent())
                .dryRun(call.has("dry-run"))
                .userAgentSuffix(call.value("append-user-agent"))
                .retries((int) call.number("network-retries", HttpSettings.DEFAULT_RETRIES))
                .stall(new HttpSettings.Stall(
                        call.number("low-speed-limit-bytes", HttpSettings.Stall.DEFAULT.bytesPerSecond()),
                        Duration.ofSeconds(call.number(
                                "low-speed-time-seconds",
                                HttpSettings.Stall.DEFAULT.patience().toSeconds()))))
                .window((int) call.number("max-outstanding-fetcher-requests", PullOptions.DEFAULT_WINDOW))
                .environment(call.environment());
        call.values("subpath").forEach(options::subpath);
        call.values("localcache-repo").forEach(path -> options.localCache(Path.of(path)));
        for (String header : call.values("http-header")) {
            int equals = header.indexOf('=');
            if (equals < 0) {
                throw new PullException("Missing '=' in --http-header");
            }
            options.header(header.substring(0, equals), header.substring(equals + 1));
        }
        return options;
    }

    private static PullOptions.DeltaUse deltas(Call call) {
        if (call.has("require-static-deltas")) {
            return PullOptions.DeltaUse.REQUIRED;
        }
        return call.has("disable-static-deltas") ? PullOptions.DeltaUse.DISABLED : PullOptions.DeltaUse.ALLOWED;
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
