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
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;

/** What commands say of an update: the first line of a change, and what {@code --check} and {@code --preview} print. */
final class UpdateText {
    private UpdateText() {}

    /** The first line: from what to what. */
    static void begin(Call call, Host host, CurrentTree current, Upgrader.Target target, Optional<PackageDiff> packages)
            throws IOException {
        String figures = packages.map(PackageDiff::figures).orElse("");
        call.out()
                .println(Versions.name(host.sysroot().repository(), current.base()) + " -> "
                        + Versions.name(target.commit(), target.checksum()) + " of "
                        + target.refspec().text() + (figures.isEmpty() ? "" : ": " + figures));
        call.out().flush();
    }

    /** What is new. */
    static void available(Call call, Upgrader.Target target, Optional<PackageDiff> packages, boolean withPackages) {
        if (call.has("json")) {
            call.out().print(JsonText.of(facts(target, packages)));
            return;
        }
        PrintStream out = call.out();
        out.println("AvailableUpdate:");
        out.println("        Version: " + target.commit().version().orElse("(none)") + " ("
                + Instant.ofEpochSecond(target.commit().timestamp()) + ")");
        out.println("         Commit: " + target.checksum());
        out.println("         Origin: " + target.refspec().text());
        if (packages.isPresent()) {
            out.println("           Diff: "
                    + (packages.get().isEmpty() ? "no packages" : packages.get().figures()));
            if (withPackages) {
                packages.get().lines().forEach(out::println);
            }
        }
        out.println("Run 'atomic host upgrade' to download and stage it");
    }

    private static Map<String, Object> facts(Upgrader.Target target, Optional<PackageDiff> packages) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checksum", target.checksum().hex());
        facts.put("version", target.commit().version().orElse(""));
        facts.put("timestamp", target.commit().timestamp());
        facts.put("origin", target.refspec().text());
        packages.ifPresent(diff -> facts.put("rpm-diff", facts(diff)));
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
