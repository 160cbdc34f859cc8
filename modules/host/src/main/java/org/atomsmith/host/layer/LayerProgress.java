package org.atomsmith.host.layer;

import java.util.List;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;

/** The steps of a derivation as one phase of a change. */
final class LayerProgress {
    /** Their weights say how long they take, beside each other. */
    private static final List<Phase> STEPS = List.of(
            new Phase("metadata", "reading repositories", 2),
            new Phase("resolve", "resolving", 1),
            new Phase("download", "downloading", 4),
            new Phase("import", "reading packages", 1),
            new Phase("scriptlets", "installing", 4),
            new Phase("initramfs", "making the initramfs", 3),
            new Phase("commit", "writing the commit", 1));

    private LayerProgress() {}

    /** The phases of a command that changes layers. */
    static Phase[] phases() {
        return new Phase[] {
            Phase.unmeasured("find", "Resolving packages", 3),
            new Phase("derive", "Adding packages", 8),
            Phase.unmeasured("stage", "Laying the system out", 6)
        };
    }

    /** Takes what the engine reports as the progress of the phase that has begun. */
    static EventSink of(Progress progress) {
        return event -> {
            switch (event) {
                case Event.Begun begun -> show(progress, begun.step(), 0, "");
                case Event.Advanced advanced -> {
                    long total = advanced.total().orElse(0);
                    double done = total > 0 ? (double) advanced.done() / total : 0;
                    show(progress, advanced.step(), done, advanced.detail());
                }
                case Event.Ended ended -> show(progress, ended.step(), 1, "");
                case Event.Warning warning -> progress.line("warning: " + warning.message());
                case Event.Failed _ -> {}
            }
        };
    }

    private static void show(Progress progress, String name, double done, String detail) {
        double before = 0;
        double all = 0;
        for (Phase step : STEPS) {
            all += step.weight();
        }
        for (Phase step : STEPS) {
            if (step.name().equals(name)) {
                progress.at(
                        (before + done * step.weight()) / all, step.title() + (detail.isEmpty() ? "" : " " + detail));
                return;
            }
            before += step.weight();
        }
    }
}
