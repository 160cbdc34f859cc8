package org.atomsmith.compose.install;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.atomsmith.rpm.scriptlet.Script;
import org.atomsmith.rpm.scriptlet.ScriptCall;

/**
 * What scriptlets of RPM packages may not do while a tree is made, because it is done once, later, or cannot be right: the
 * table in docs/rpm.md. Which scriptlets are skipped follows rpm-ostree, which skips more of them because it has no
 * interpreter of Lua.
 */
final class RpmExceptions {
    /** Where scriptlets leave notes for one another. */
    static final String STATE = "var/lib/rpm-state";

    /** Calls of {@code systemctl preset}, one on a line. */
    static final String PRESETS = STATE + "/atomsmith-presets";

    private static final Set<String> SKIPPED = Set.of(
            "microcode_ctl.post",
            "microcode_ctl.posttrans",
            "nfs-utils.post",
            "man-db.transfiletriggerin",
            "systemd.transfiletriggerin",
            "vagrant.pre",
            "vagrant-libvirt.pre");

    /** They put kernel and initramfs into {@code /boot}, which deployments do. */
    private static final Pattern KERNEL = Pattern.compile("kernel(-([a-z0-9]+-)*core)?[.]posttrans");

    private static final Pattern LIBRARY_CACHE = Pattern.compile("(/usr)?/s?bin/ldconfig");

    private static final String IDLE = "#!/bin/sh\nexit 0\n";

    /** Stands in front of systemctl: presets wait until all preset files are there, and nothing else can be meant. */
    private static final String SYSTEMCTL = """
            #!/bin/sh
            for word in "$@"; do
                case $word in
                    preset) echo "$*" >> /%s; exit 0 ;;
                    is-*) exit 1 ;;
                    -*) ;;
                    *) exit 0 ;;
                esac
            done
            """;

    private RpmExceptions() {}

    /** What stands in front of programs of the tree; {@code /run/ostree-booted} is how scriptlets know an image. */
    static SandboxFiles sandboxFiles() {
        Map<String, String> instead = new TreeMap<>();
        instead.put("/usr/bin/systemctl", SYSTEMCTL.formatted(PRESETS));
        for (String name : Set.of("kernel-install", "dracut", "weak-modules", "new-kernel-pkg", "grubby")) {
            instead.put("/usr/bin/" + name, IDLE);
            instead.put("/usr/sbin/" + name, IDLE);
        }
        return new SandboxFiles(new TreeMap<>(Map.of("/run/ostree-booted", "")), new TreeMap<>(instead));
    }

    /** Whether a scriptlet is not run. */
    static boolean isSkipped(ScriptCall call) {
        String name = call.owner().name() + "." + call.kind();
        return SKIPPED.contains(name) || KERNEL.matcher(name).matches() || isLibraryCache(call.script());
    }

    /** Whether a script does nothing but to write the cache of libraries, which is done once for all. */
    static boolean isLibraryCache(Script script) {
        if (script.body().isBlank()) {
            return script.program().size() == 1
                    && LIBRARY_CACHE.matcher(script.program().getFirst()).matches();
        }
        return script.program().equals(List.of(Script.SHELL))
                && LIBRARY_CACHE.matcher(script.body().strip()).matches();
    }
}
