package org.atomsmith.host.update;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.host.packages.PackageDiff;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;

/** What commands say of an update: the first line of a change, and what {@code --check} and {@code --preview} print. */
final class UpdateText {
    private static final int LABEL = 15;

    private UpdateText() {}

    /** The first lines: from what to what, and what that means. */
    static void begin(
            Call call, Host host, CurrentTree current, Upgrader.Target target, UpdateImpact impact, Progress progress)
            throws IOException {
        String figures = impact.packages().map(PackageDiff::figures).orElse("");
        PrintStream out = call.out();
        out.println(Versions.name(host.sysroot().repository(), current.base()) + " -> "
                + Versions.name(target.commit(), target.checksum()) + " of "
                + target.refspec().text() + (figures.isEmpty() ? "" : ": " + figures));
        impact.lines(false).forEach(line -> out.println(line.label() + ": " + line.text()));
        progress.flush(out);
    }

    /** What is new. */
    static void available(Call call, Upgrader.Target target, UpdateImpact impact, boolean inFull) {
        if (call.has("json")) {
            call.out().print(JsonText.of(facts(target, impact)));
            return;
        }
        PrintStream out = call.out();
        out.println("AvailableUpdate:");
        line(
                out,
                "Version",
                target.commit().version().orElse("(none)") + " ("
                        + Instant.ofEpochSecond(target.commit().timestamp()) + ")");
        line(out, "Commit", target.checksum().hex());
        line(out, "Origin", target.refspec().text());
        Optional<PackageDiff> packages = impact.packages();
        packages.ifPresent(diff -> line(out, "Diff", diff.isEmpty() ? "no packages" : diff.figures()));
        impact.lines(inFull).forEach(line -> line(out, line.label(), line.text()));
        if (inFull) {
            impact.advisories().lines().forEach(text -> out.println(" ".repeat(LABEL + 2) + text));
            packages.ifPresent(diff -> diff.lines().forEach(out::println));
        }
        out.println("Run 'atomic host upgrade' to download and stage it");
    }

    private static void line(PrintStream out, String label, String text) {
        out.println(" ".repeat(LABEL - label.length()) + label + ": " + text);
    }

    private static Map<String, Object> facts(Upgrader.Target target, UpdateImpact impact) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checksum", target.checksum().hex());
        facts.put("version", target.commit().version().orElse(""));
        facts.put("timestamp", target.commit().timestamp());
        facts.put("origin", target.refspec().text());
        impact.packages().ifPresent(diff -> facts.put("rpm-diff", facts(diff)));
        facts.putAll(impact.facts());
        return facts;
    }

    /** A difference of packages under rpm-ostree's names. */
    static Map<String, Object> facts(PackageDiff diff) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("upgraded", diff.upgraded().stream().map(UpdateText::change).toList());
        facts.put(
                "downgraded", diff.downgraded().stream().map(UpdateText::change).toList());
        facts.put("removed", diff.removed().stream().map(UpdateText::one).toList());
        facts.put("added", diff.added().stream().map(UpdateText::one).toList());
        return facts;
    }

    private static Map<String, Object> change(PackageDiff.Change change) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", change.before().name());
        facts.put("arch", change.after().arch());
        facts.put("before", change.before().evr());
        facts.put("after", change.after().evr());
        return facts;
    }

    private static Map<String, Object> one(InstalledPackage one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", one.name());
        facts.put("arch", one.arch());
        facts.put("evr", one.evr());
        return facts;
    }
}
