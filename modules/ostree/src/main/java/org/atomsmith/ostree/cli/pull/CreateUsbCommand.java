package org.atomsmith.ostree.cli.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.UsbCopy;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree create-usb}: copies refs to a removable medium. */
public final class CreateUsbCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "MOUNT-PATH COLLECTION-ID REF [COLLECTION-ID REF...]",
                "Copy the refs to a USB stick",
                Option.flag("disable-fsync", "Do not invoke fsync()"),
                Option.value("destination-repo", "DEST", "Use custom repository directory within the mount"),
                Option.value("commit", "COMMIT", "Pull a specific commit (only works when a single ref is specified)"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("A MOUNT-PATH must be specified");
        }
        String mount = call.argument(0, "MOUNT-PATH");
        List<CollectionRef> refs = CollectionRefWords.parse(
                call.arguments().subList(1, call.arguments().size()));
        Optional<Checksum> commit = call.value("commit").map(Checksum::parse);
        if (commit.isPresent() && refs.size() > 1) {
            throw new UsageException("Only one ref may be specified with --commit");
        }
        Repository repository = call.repository();
        UsbCopy copy = new UsbCopy(repository, Path.of(mount), call.value("destination-repo"));
        copy.run(refs, commit, !call.has("disable-fsync"), call.environment());
        call.out()
                .println("Copied " + refs.size() + "/" + refs.size() + " refs successfully from \u2018"
                        + repository.path().toAbsolutePath().normalize() + "\u2019 to \u2018" + copy.place()
                        + "\u2019 repository in \u2018" + mount + "\u2019.");
        return 0;
    }
}
