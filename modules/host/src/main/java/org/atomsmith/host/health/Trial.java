package org.atomsmith.host.health;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.boot.BootTries;

/** The trial of a new deployment: GRUB counts its boots, here is decided what they mean. */
final class Trial {
    private final Host host;
    private final InstantSource clock;
    private final Path boot;
    private final HealthMemory memory;

    Trial(Host host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
        this.boot = host.directories().sysroot().resolve("boot");
        this.memory = new HealthMemory(host.directories().state());
    }

    /** Whether the deployment that runs is on trial, and may be left when it does not work. */
    boolean isOn() throws IOException {
        Optional<BootTries> tries = BootTries.read(boot);
        return tries.isPresent()
                && host.booted().filter(d -> isOf(tries.get(), d)).isPresent();
    }

    /** The deployment that runs works: the trial is over, and nothing is held against it any more. */
    void passed() throws IOException {
        InstalledDeployment booted = host.state().requireBooted();
        memory.forget(booted.deployment().qualifiedName());
        for (Checksum commit : commits(booted)) {
            new BadDeployments(host.directories()).clear(commit);
        }
        if (first().filter(booted::isSame).isPresent()) {
            BootTries.clear(boot);
        }
    }

    /** The deployment that runs does not work; why is on the disk when this returns. */
    void failed(String reason) throws IOException {
        memory.fail(host.state().requireBooted().deployment().qualifiedName(), reason);
    }

    /**
     * When the boot loader gave up the default and booted this deployment in its place: makes this one the default, and
     * remembers the other as bad.
     *
     * @return what was given up; empty when nothing was
     */
    Optional<GivenUp> settleFallback() throws IOException {
        Optional<InstalledDeployment> booted = host.booted();
        Optional<InstalledDeployment> first = first();
        Optional<BootTries> tries = BootTries.read(boot);
        if (booted.isEmpty()
                || first.isEmpty()
                || booted.get().isSame(first.get())
                || tries.filter(t -> t.left() == 0 && isOf(t, first.get())).isEmpty()) {
            return Optional.empty();
        }
        InstalledDeployment given = first.get();
        String reason = memory.failure(given.deployment().qualifiedName())
                .orElse("it did not reach healthy in " + BootTries.TRIES + " boots");
        GivenUp found = new GivenUp(given.deployment().commit(), version(given), reason, clock.instant());
        // What runs may be the same commit with other kernel arguments, or the same image with other packages on top:
        // then
        // that is not to blame.
        Set<Checksum> blamed = commits(given);
        blamed.removeAll(commits(booted.get()));
        for (Checksum commit : blamed) {
            new GivenUp(commit, found.version(), reason, found.time()).mark(host.directories());
        }
        // Both may be the first entry with this kernel. With one try, whichever of them is first after a power cut is
        // booted as it is, and this is done again if need be.
        tries.get().withLeft(1).arm(boot);
        List<InstalledDeployment> order = new ArrayList<>(host.state().deployments());
        order.removeIf(booted.get()::isSame);
        order.add(order.indexOf(given), booted.get());
        host.sysroot().write(order);
        BootTries.clear(boot);
        return Optional.of(found);
    }

    /** The commit of a deployment and, where the host added packages, the one that updates offer. */
    private Set<Checksum> commits(InstalledDeployment deployment) throws IOException {
        Set<Checksum> commits = new LinkedHashSet<>();
        commits.add(deployment.deployment().commit());
        commits.add(CurrentTree.of(host, deployment).base());
        return commits;
    }

    private Optional<InstalledDeployment> first() {
        return host.state().finished().stream().findFirst();
    }

    private String version(InstalledDeployment deployment) throws IOException {
        try {
            return host.sysroot()
                    .repository()
                    .readCommit(deployment.deployment().commit())
                    .version()
                    .orElse("");
        } catch (ObjectNotFoundException e) {
            return "";
        }
    }

    private static boolean isOf(BootTries tries, InstalledDeployment deployment) {
        return tries.deployment().equals(deployment.deployment().qualifiedName());
    }
}
