package org.atomsmith.qa.check;

import java.io.IOException;
import java.time.Duration;
import org.atomsmith.linux.CommandResult;

/** A container really runs: a tiny root, made of the guest's own files, imported and started with no registry. */
final class ContainerRuns implements Check {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final int NO_PODMAN = 78;

    private static final String SCRIPT = """
            command -v podman >/dev/null || exit 78
            set -e
            root=$(mktemp -d /var/tmp/atomsmith-qa.XXXXXX)
            trap 'rm -rf "$root"' EXIT
            program=$(readlink -f "$(command -v cat)")
            mkdir "$root/proc"
            for file in "$program" $(ldd "$program" | grep -o '/[^ ]*'); do
                mkdir -p "$root${file%/*}"
                cp -L "$file" "$root$file"
            done
            echo it-runs >"$root/message"
            tar -C "$root" -cf - . | podman import --quiet - localhost/atomsmith-qa >/dev/null
            podman run --rm --network none --pull never localhost/atomsmith-qa "$program" /message /proc/1/comm
            podman rmi --force localhost/atomsmith-qa >/dev/null
            podman version --format 'podman {{.Client.Version}}'
            """;

    @Override
    public String name() {
        return "container";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest().runAsRoot(SCRIPT, LIMIT);
        if (result.exit() == NO_PODMAN) {
            return CheckResult.skip("there is no podman in this image");
        }
        String said = result.output().strip();
        boolean ran = result.output().contains("it-runs\ncat\n");
        return CheckResult.of(
                result.succeeded() && ran, ran ? said.lines().toList().getLast() : said);
    }
}
