package org.atomsmith.image;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.image.live.LiveIso;
import org.atomsmith.image.live.LivePxe;
import org.atomsmith.image.live.LiveSystem;
import org.atomsmith.image.platform.Platforms;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** Makes a live medium by hand: {@code REPOSITORY COMMIT OUT.iso|OUT.pxe.tar [PLATFORM]}. */
final class LiveMedium {
    private LiveMedium() {}

    public static void main(String[] args) throws Exception {
        Repository repository = Repository.open(Path.of(args[0]));
        HostCommit host = HostCommit.load(repository, Checksum.parse(args[1]));
        DiskPlan plan = new DiskPlanner(host)
                .plan(Platforms.load().named(args.length > 3 ? args[3] : "qemu").orElseThrow(), OptionalLong.empty());
        LiveSystem live = LiveHost.of(host, plan);
        DiskFormat format = args[2].endsWith(".iso") ? LiveIso.format(live) : LivePxe.format(live);
        System.out.println(DiskWriter.write(
                plan.layout(), List.of(new DiskWriter.Output(Path.of(args[2]), format)), false, _ -> {}));
    }
}
