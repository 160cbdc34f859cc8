package org.atomsmith.host.status;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.packages.Advisories;
import org.atomsmith.host.system.CurrentChange;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.jspecify.annotations.Nullable;

/** The status for people, in the order of rpm-ostree's lines. */
final class StatusText {
    private static final int LABEL = 22;

    private final Host host;
    private final PrintStream out;
    private final boolean verbose;

    StatusText(Host host, PrintStream out, boolean verbose) {
        this.host = host;
        this.out = out;
        this.verbose = verbose;
    }

    void print(boolean bootedOnly) throws IOException {
        Optional<CurrentChange.Holder> change = CurrentChange.of(host);
        out.println("State: "
                + change.map(holder -> "busy: '" + holder.command() + "' (process " + holder.pid() + ")")
                        .orElse("idle"));
        health();
        Optional<String> failure = new LastShutdown(host.directories()).failure();
        if (failure.isPresent()) {
            out.println("Warning: the update was not finished: " + failure.get());
        }
        out.println("Deployments:");
        DeploymentFacts facts = new DeploymentFacts(host);
        String gap = "";
        for (InstalledDeployment deployment : host.state().deployments()) {
            boolean booted = host.booted().filter(deployment::isSame).isPresent();
            if (booted || !bootedOnly) {
                out.print(gap);
                deployment(deployment, booted, facts.of(deployment));
                gap = "\n";
            }
        }
        if (!bootedOnly) {
            update();
        }
    }

    private void health() throws IOException {
        Optional<BootHealth> health = BootHealth.read(host.directories());
        if (health.isPresent()) {
            out.println("Health: " + health.get().state()
                    + (health.get().failed().isEmpty()
                            ? ""
                            : " (failed: " + String.join(", ", health.get().failed()) + ")"));
        }
    }

    private void deployment(InstalledDeployment deployment, boolean booted, Map<String, Object> facts) {
        Object origin = facts.getOrDefault(
                "container-image-reference",
                facts.getOrDefault("origin", facts.get("checksum") + " (no origin: nothing to upgrade from)"));
        out.println((booted ? "* " : "  ") + origin);
        line(
                "Version",
                Optional.ofNullable(facts.get("version"))
                        .map(version -> version + time(" (", facts.get("timestamp"), ")"))
                        .orElse(time("", facts.get("timestamp"), "")));
        boolean layered = facts.containsKey("base-checksum");
        if (layered) {
            line("BaseCommit", text(facts, "base-checksum"));
        }
        if (!layered || verbose) {
            line("Commit", text(facts, "checksum"));
        }
        line("Deployed", state(deployment));
        if (verbose) {
            line("StateRoot", text(facts, "osname"));
            line("Serial", text(facts, "serial"));
        }
        signatures(facts);
        line("RemoteError", text(facts, "remote-error"));
        line("EndOfLife", text(facts, "endoflife"));
        line("LayeredPackages", list(facts, "requested-packages"));
        line("LocalPackages", list(facts, "requested-local-packages"));
        line("RemovedBasePackages", list(facts, "requested-base-removals"));
        line("ReplacedBasePackages", list(facts, "requested-base-local-replacements"));
        line("InitramfsEtc", list(facts, "initramfs-etc"));
        if (Boolean.TRUE.equals(facts.get("regenerate-initramfs"))) {
            line("Initramfs", ("regenerate " + list(facts, "initramfs-args")).strip());
        }
        if (!text(facts, "unlocked").equals("none")) {
            line("Unlocked", text(facts, "unlocked"));
        }
        if (deployment.pinned()) {
            line("Pinned", "yes");
        }
        if (facts.get("bad") instanceof Map<?, ?> bad) {
            line("Bad", bad.get("reason") + " (not offered again by upgrade)");
        }
    }

    /** What becomes of it: so that nobody has to know the order of the menu. */
    private String state(InstalledDeployment deployment) {
        if (deployment.locked()) {
            return "staged; finalization is locked until 'atomic host finalize-deployment'";
        }
        if (deployment.staged()) {
            return "staged: starts with the next reboot";
        }
        boolean first = host.state().finished().getFirst().isSame(deployment);
        boolean booted = host.booted().filter(deployment::isSame).isPresent();
        if (booted) {
            return "running";
        }
        if (first && host.state().staged().isEmpty()) {
            return "starts with the next reboot";
        }
        return host.state().rollback().filter(deployment::isSame).isPresent()
                ? "'atomic host rollback' goes back to it"
                : "";
    }

    private void signatures(Map<String, Object> facts) {
        if (!Boolean.TRUE.equals(facts.get("gpg-enabled"))) {
            return;
        }
        if (!(facts.get("signatures") instanceof List<?> all) || all.isEmpty()) {
            line("GPGSignature", "(unsigned)");
            return;
        }
        for (Object signature : all) {
            List<?> parts = (List<?>) signature;
            line(
                    "GPGSignature",
                    (Boolean.TRUE.equals(parts.getFirst()) ? "Valid signature by " : "Invalid signature by ")
                            + parts.get(5));
        }
    }

    private void update() throws IOException {
        Optional<CachedUpdate> update = CachedUpdate.read(host.directories())
                .filter(CachedUpdate::isThere)
                .filter(found -> host.state().deployments().stream()
                        .noneMatch(d -> d.deployment().commit().hex().equals(found.checksum())));
        if (update.isPresent()) {
            out.println();
            out.println("AvailableUpdate:");
            line("Version", update.get().version() + time(" (", update.get().timestamp(), ")"));
            line("Commit", update.get().checksum());
            Advisories advisories = StatusFacts.advisories(host, update.get());
            line("SecAdvisories", advisories.security().figures());
            if (verbose) {
                advisories.lines().forEach(text -> out.println(" ".repeat(LABEL + 2) + text));
            }
        }
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            out.println(" ".repeat(Math.max(0, LABEL - label.length())) + label + ": " + value);
        }
    }

    private static String text(Map<String, Object> facts, String key) {
        return Optional.ofNullable(facts.get(key)).map(Object::toString).orElse("");
    }

    private static String list(Map<String, Object> facts, String key) {
        return facts.get(key) instanceof List<?> list
                ? String.join(" ", list.stream().map(Object::toString).toList())
                : "";
    }

    private static String time(String before, @Nullable Object seconds, String after) {
        return seconds instanceof Long number && number > 0 ? before + Instant.ofEpochSecond(number) + after : "";
    }
}
