package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deploy that is killed before each of its changes to the disk. */
@Tag("slow")
final class DeployAccidentsTest {
    @TempDir
    private Path tmp;

    @Test
    void boots_the_old_or_the_new_kernel_whenever_it_is_killed() throws Exception {
        killEverywhere("2");
    }

    @Test
    void boots_the_old_or_the_new_system_whenever_it_is_killed_with_the_same_kernel() throws Exception {
        killEverywhere("1");
    }

    private void killEverywhere(String newKernel) throws Exception {
        KilledDeploy.assumePossible();
        UpdatableHost host = UpdatableHost.create(new HostFixture(tmp), newKernel);
        Checksum old = host.old();
        Checksum next = host.next();

        List<KilledDeploy.Point> points = KilledDeploy.points(copy(host.sysroot()), tmp.resolve("log"));
        for (KilledDeploy.Point point : points) {
            Path copy = copy(host.sysroot());
            KilledDeploy.kill(copy, point);
            String where = "killed before " + point;
            List<Checksum> bootable = HostFixture.bootable(copy);
            assertThat(bootable.getFirst()).as(where).isIn(old, next);
            assertThat(bootable).as(where).contains(old);
            assertThat(HostFixture.status(copy))
                    .as(where)
                    .contains(bootable.getFirst().hex());
            Sysroot after = open(copy);
            assertThat(after.state().deployments().getFirst().deployment().commit())
                    .as(where)
                    .isEqualTo(bootable.getFirst());
            checkConfiguration(copy, after, next, where);

            HostFixture.deploy(after);
            assertThat(HostFixture.bootable(copy).getFirst()).as(where).isEqualTo(next);
            checkConfiguration(copy, after, next, where);
            OstreeCommand.ostree(copy.resolve("ostree/repo"), "fsck", "-q");
            assertThat(Trees.list(copy.resolve("boot/ostree")).size()).as(where).isLessThanOrEqualTo(2);
            assertThat(Trees.list(copy.resolve("ostree/deploy/" + HostFixture.OS + "/deploy")))
                    .as(where)
                    .hasSize(2 * after.state().deployments().size());
        }
        assertThat(points).hasSizeGreaterThan(80);
    }

    private Path copy(Path sysroot) throws IOException {
        Path copy = tmp.resolve("copy");
        Trees.delete(copy);
        OstreeCommand.run("cp", "-a", sysroot.toString(), copy.toString());
        return copy;
    }

    /** A new deployment never boots with a configuration that is half merged. */
    private static void checkConfiguration(Path copy, Sysroot sysroot, Checksum next, String where) {
        for (InstalledDeployment deployment : sysroot.state().deployments()) {
            if (deployment.deployment().commit().equals(next)) {
                Path etc = copy.resolve(deployment.deployment().path()).resolve("etc");
                assertThat(etc.resolve("app/main.conf")).as(where).content().isEqualTo("the host's own\n");
                assertThat(etc.resolve("added")).as(where).content().isEqualTo("the host's own\n");
                assertThat(etc.resolve("hosts.deny")).as(where).doesNotExist();
            }
        }
    }

    private static Sysroot open(Path sysroot) throws IOException {
        return Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT);
    }
}
