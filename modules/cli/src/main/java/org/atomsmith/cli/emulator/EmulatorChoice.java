package org.atomsmith.cli.emulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.tools.ToolsTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.qa.machine.Emulator;
import org.atomsmith.rpm.fetch.DownloadCache;

/**
 * Chooses the QEMU that boots images. This machine's own is taken where it has KVM, and where it is new enough to emulate
 * several processors at once. Otherwise a newer one is fetched into the cache, once; when that cannot be done, this machine's
 * serves after all.
 */
public final class EmulatorChoice {
    /** The environment variable that names the QEMU to take, by name or path, whatever it is. */
    public static final String VARIABLE = "ATOMSMITH_QEMU";

    private static final String STEP = "emulator";

    private final Map<String, String> environment;
    private final ToolsTree tree;
    private final DownloadCache downloads;

    /**
     * A choice.
     *
     * @param environment says where the cache is, and may name the QEMU
     * @param offline true to fetch nothing
     */
    public EmulatorChoice(Map<String, String> environment, boolean offline) {
        this(environment, offline, EmulatorTree.contents());
    }

    EmulatorChoice(Map<String, String> environment, boolean offline, ToolsTree.Contents contents) {
        Path cache = BuildCache.defaultRoot(environment);
        this.environment = environment;
        this.tree = new ToolsTree(cache, contents);
        this.downloads = DownloadCache.impatient(cache, offline);
    }

    /**
     * Chooses.
     *
     * @throws IOException when there is none: none is installed, and none can be fetched
     */
    public Emulator choose(EventSink events) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return Emulator.named(named);
        }
        Optional<Emulator> installed = Emulator.installed();
        return isEnough(installed) ? installed.orElseThrow() : newerThan(installed, events);
    }

    private static boolean isEnough(Optional<Emulator> installed) throws IOException {
        return installed.isPresent() && (!installed.get().takesTurns() || !EmulatorTree.runsHere());
    }

    /** The one of the tools tree, or else the given one. */
    Emulator newerThan(Optional<Emulator> installed, EventSink events) throws IOException {
        try {
            return fetched(events);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            if (installed.isEmpty()) {
                events.accept(new Event.Warning(STEP, "none could be fetched either: " + why));
                return Emulator.named(Emulator.PROGRAM);
            }
            events.accept(new Event.Warning(
                    STEP,
                    "booting with this machine's QEMU " + installed.get().version()
                            + ", which takes about twice as long, since there is no newer one: " + why));
            return installed.get();
        }
    }

    private Emulator fetched(EventSink events) throws IOException {
        Optional<Path> made = tree.find();
        if (made.isEmpty() && downloads.offline()) {
            throw new IOException("it is not in the cache, and the network may not be used");
        }
        Path root = made.isPresent() ? made.get() : tree.make(downloads, events);
        try {
            return EmulatorTree.in(root);
        } catch (IOException e) {
            throw new IOException("that of the tools tree does not start; removing " + root + " fetches it anew", e);
        }
    }

    /** What {@link #choose} will come to, in a few words; fetches nothing. */
    public String outlook() throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return "QEMU " + Emulator.named(named).version() + ", as $" + VARIABLE + " says: " + named;
        }
        Optional<Emulator> installed = Emulator.installed();
        String here = installed
                .map(emulator -> "QEMU " + emulator.version() + " of this machine")
                .orElse("no QEMU");
        if (isEnough(installed)) {
            return here;
        }
        Optional<Path> made = tree.find();
        return made.isPresent()
                ? "QEMU " + EmulatorTree.in(made.get()).version() + " of the tools tree in "
                        + made.get().getParent()
                : here + "; the first boot fetches a newer one, which is twice as fast";
    }
}
