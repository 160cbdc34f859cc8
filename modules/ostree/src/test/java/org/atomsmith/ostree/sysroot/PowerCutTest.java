package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deploy during which the power fails, before each of its changes to the disk. GRUB reads the disk as it was left; the
 * kernel that it boots replays the journal first, and has to find the system that GRUB's entry names. Three disks may be
 * left: what was written so far, the same with the journal committed, and that with some of the journal's blocks in their
 * places already.
 */
@Tag("slow")
final class PowerCutTest {
    /** Up to so many changed blocks, each is written alone and each is left out alone. */
    private static final int FEW = 16;

    private static final int SAMPLES = 4;
    private static final String QUIET = "commit=3600";

    @TempDir
    private Path tmp;

    private UpdatableHost host;
    private Path before;
    private Path disk;
    private int disks;

    @BeforeEach
    void needs_a_loop_device_and_a_killer() {
        LoopDisk.assumePossible();
        KilledDeploy.assumePossible();
    }

    @Test
    void boots_the_old_or_the_new_kernel_whenever_the_power_fails() throws Exception {
        prepare("2");
        List<KilledDeploy.Point> points = points();
        for (KilledDeploy.Point point : points) {
            try (LoopDisk mounted = fresh()) {
                KilledDeploy.kill(mounted.root(), point);
                cut(mounted);
            }
            check("power failed before " + point);
        }
        assertThat(points).hasSizeGreaterThan(80);
    }

    /** The switch of the menu reached memory only; the next deploy begins with cleaning up. */
    @Test
    void boots_the_old_or_the_new_kernel_when_the_power_fails_after_a_killed_deploy() throws Exception {
        prepare("2");
        List<KilledDeploy.Point> points = points();
        int flip = -1;
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).call().equals("renameat2")
                    && points.get(i).arguments().contains("/boot/loader.tmp")) {
                flip = i;
            }
        }
        KilledDeploy.Point afterFlip = points.get(flip + 1);
        List<KilledDeploy.Point> second;
        try (LoopDisk mounted = fresh()) {
            KilledDeploy.kill(mounted.root(), afterFlip);
            second = KilledDeploy.points(mounted.root(), tmp.resolve("log"));
        }
        for (KilledDeploy.Point point : second.subList(0, 12)) {
            try (LoopDisk mounted = fresh()) {
                KilledDeploy.kill(mounted.root(), afterFlip);
                KilledDeploy.kill(mounted.root(), point);
                cut(mounted);
            }
            check("killed before " + afterFlip + ", then power failed before " + point);
        }
    }

    private void prepare(String newKernel) throws IOException {
        host = UpdatableHost.create(new HostFixture(tmp), newKernel);
        before = tmp.resolve("before.img");
        disk = tmp.resolve("disk.img");
        LoopDisk.create(host.sysroot(), before);
    }

    private LoopDisk fresh() throws IOException {
        LoopDisk.copy(before, disk);
        return LoopDisk.mount(disk, tmp.resolve("disk"), QUIET);
    }

    private List<KilledDeploy.Point> points() throws Exception {
        try (LoopDisk mounted = fresh()) {
            return KilledDeploy.points(mounted.root(), tmp.resolve("log"));
        }
    }

    private Path file(String name) {
        return tmp.resolve(name + ".img");
    }

    private void cut(LoopDisk mounted) throws IOException {
        mounted.cutPower(file("written"));
        mounted.commitJournal();
        mounted.cutPower(file("committed"));
        mounted.writeBack();
        mounted.cutPower(file("complete"));
    }

    private void check(String where) throws IOException {
        for (String name : List.of("written", "committed")) {
            Path replayed = file("replayed");
            LoopDisk.copy(file(name), replayed);
            LoopDisk.replay(replayed);
            try (LoopDisk mounted = LoopDisk.mount(replayed, tmp.resolve("replayed"), "ro")) {
                List<Checksum> bootable = HostFixture.bootable(mounted.root());
                assertThat(bootable.getFirst()).as(where).isIn(host.old(), host.next());
                assertThat(bootable).as(where).contains(host.old());
                checkGrub(file(name), mounted.root(), name + ", " + where);
                if (name.equals("committed")) {
                    checkPartlyWritten(mounted.root(), where);
                }
            }
        }
    }

    /** After the journal was committed, its blocks go to their places in any order. */
    private void checkPartlyWritten(Path replayed, String where) throws IOException {
        Path image = file("committed");
        List<LoopDisk.Change> changes = LoopDisk.changes(image, file("complete"));
        try (RandomAccessFile out = new RandomAccessFile(image.toFile(), "rw")) {
            for (BitSet written : samples(changes.size())) {
                for (int i = 0; i < changes.size(); i++) {
                    changes.get(i).write(out, written.get(i));
                }
                checkGrub(image, replayed, "blocks " + written + " of " + changes.size() + " written, " + where);
            }
        }
    }

    private static List<BitSet> samples(int size) {
        List<BitSet> samples = new ArrayList<>();
        for (int i = 0; i < size && size <= FEW; i++) {
            BitSet alone = new BitSet(size);
            alone.set(i);
            samples.add(alone);
            BitSet others = new BitSet(size);
            others.set(0, size);
            others.clear(i);
            samples.add(others);
        }
        Random random = new Random(size);
        for (int i = 0; i < SAMPLES; i++) {
            BitSet some = new BitSet(size);
            for (int j = 0; j < size; j++) {
                some.set(j, random.nextBoolean());
            }
            samples.add(some);
        }
        return samples;
    }

    /** Every entry that GRUB reads is complete, and its system is there for the kernel. */
    private void checkGrub(Path image, Path replayed, String where) throws IOException {
        disks++;
        try {
            List<Checksum> commits = new ArrayList<>();
            for (GrubView.Entry entry : GrubView.read(image)) {
                Path root = replayed.resolve(entry.link()).toRealPath();
                Path modules = root.resolve("usr/lib/modules/" + HostFixture.KERNEL);
                assertThat(entry.kernel()).isEqualTo(Files.readString(modules.resolve("vmlinuz")));
                assertThat(entry.initramfs()).isEqualTo(Files.readString(modules.resolve("initramfs.img")));
                assertThat(root.resolve("usr/bin/tool")).exists();
                assertThat(root.resolve("etc/app/main.conf")).exists();
                commits.add(DeploymentName.parse(root.getFileName().toString()).commit());
            }
            assertThat(commits.getFirst()).isIn(host.old(), host.next());
            assertThat(commits).contains(host.old());
        } catch (AssertionError | IOException e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }
}
