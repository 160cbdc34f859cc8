package org.atomsmith.host.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.rpm.Nevra;

/** Says what a plan does, for people. */
final class LayerText {
    private LayerText() {}

    /** The first line of a command: what will happen, what is downloaded, what it takes on the disk. */
    static String first(LayerPlan plan) {
        List<String> parts = new ArrayList<>();
        int replaced = plan.replaced().size();
        count(parts, plan.added().size() - replaced, "added");
        count(parts, replaced, "replaced");
        count(parts, plan.removed().size(), "removed");
        String what = parts.isEmpty() ? "The image without changes" : String.join(", ", parts);
        return what + "; " + ByteCount.text(plan.download()) + " to download, about "
                + ByteCount.text(plan.installedSize()) + " on the disk"
                + (plan.layers().initramfs() ? "; the initramfs is made on this host" : "");
    }

    private static void count(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + (count == 1 ? " package " : " packages ") + what);
        }
    }

    /** Every package that comes, goes or is exchanged, a line each. */
    static List<String> packages(LayerPlan plan) {
        List<String> lines = new ArrayList<>();
        Set<Nevra> exchanged =
                plan.replaced().stream().map(LayerPlan.Replaced::by).collect(Collectors.toSet());
        plan.removed().stream().map(Nevra::toString).sorted().forEach(n -> lines.add("  - " + n));
        plan.replaced().stream()
                .map(r -> "  ~ " + r.old() + " -> " + r.by().evr())
                .sorted()
                .forEach(lines::add);
        plan.added().stream()
                .map(a -> a.description().nevra())
                .filter(n -> !exchanged.contains(n))
                .map(Nevra::toString)
                .sorted()
                .forEach(n -> lines.add("  + " + n));
        plan.inactive()
                .forEach((request, by) -> lines.add("  " + request + " is part of the image already (" + by
                        + "); the request waits until it is not"));
        return lines;
    }
}
