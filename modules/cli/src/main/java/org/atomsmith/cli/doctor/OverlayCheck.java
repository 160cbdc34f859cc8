package org.atomsmith.cli.doctor;

import java.nio.file.Path;
import java.util.List;

/** Mounts an overlay where composing will: the cache's file system must bear an upper layer. */
final class OverlayCheck implements Check {
    private static final String SUBJECT = "overlay mounts";
    private static final String SCRIPT = """
            set -e
            cd "$(mktemp -d "$1/atomsmith-doctor.XXXXXX")"
            trap 'umount merged 2> /dev/null || true; rm -rf "$PWD"' EXIT
            mkdir lower upper work merged
            touch lower/file
            mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work,userxattr merged
            rm merged/file
            mkdir merged/file
            """;

    @Override
    public List<Finding> look(Machine machine) {
        Path folder = Machine.existing(machine.cache());
        Machine.Outcome outcome =
                machine.run(NamespaceCheck.inside(machine, "sh", "-c", SCRIPT, "sh", folder.toString()));
        return List.of(
                outcome.done()
                        ? Finding.ok(SUBJECT, "work in " + folder)
                        : Finding.missing(
                                SUBJECT,
                                outcome.output(),
                                "set XDG_CACHE_HOME to a folder on ext4, xfs or btrfs that you may write to"));
    }
}
