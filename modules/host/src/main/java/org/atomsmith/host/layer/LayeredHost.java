package org.atomsmith.host.layer;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.event.EventSink;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.rpm.Repository;

/** Layers on the deployments of a host. What is changed is what boots next. */
final class LayeredHost {
    private final Host host;
    private final CurrentTree current;
    private final Layering layering;

    /**
     * Layers of a host.
     *
     * @param current what boots next
     * @param offline whether only what the cache holds is used
     */
    LayeredHost(Host host, CurrentTree current, boolean offline, EventSink events) {
        this.host = host;
        this.current = current;
        LayerPlaces usual = LayerPlaces.of(
                host.directories().root(), host.sysroot().repository().path());
        LayerPlaces places = new LayerPlaces(
                usual.root(),
                host.directories().var().resolve("cache/atomsmith"),
                host.directories().state(),
                usual.work());
        this.layering = new Layering(host.sysroot().repository(), places, offline, InstantSource.system(), events);
    }

    /** The engine. */
    Layering layering() {
        return layering;
    }

    /** The image of what boots next. */
    Checksum base() {
        return current.base();
    }

    /** Makes the commit of a plan; users keep the numbers that they have in what boots next. */
    Checksum derive(LayerPlan plan) throws IOException {
        Checksum deployed = current.deployment().deployment().commit();
        Checksum derived =
                layering.derive(plan, deployed.equals(current.base()) ? Optional.empty() : Optional.of(deployed));
        BaseCommits.keep(host.sysroot(), plan.base());
        return derived;
    }

    /** The packages of the image. */
    InstalledSystem system() throws IOException {
        return layering.system(current.base());
    }

    /**
     * The host's package repositories, for the kind that the image is made of.
     *
     * @throws LayerException when there are none; says how to define one
     */
    List<Repository> openRepositories() throws IOException {
        InstalledSystem system = system();
        List<Repository> repositories = layering.repositories().open(system.kind(), system.arch());
        if (repositories.isEmpty()) {
            throw new LayerException(layering.repositories().missing(system.kind()));
        }
        return repositories;
    }

    /**
     * Lays a commit out that was derived.
     *
     * @param cause the command, for the history
     */
    InstalledDeployment deploy(Checksum commit, Origin origin, String cause, PrintStream out) throws IOException {
        DeployRequest request = DeployRequest.of(current.stateroot(), commit, Optional.of(origin), current.merge())
                .withArguments(current.arguments());
        InstalledDeployment next = new Stager(host, cause).stage(request, false, out);
        forgetPackageFiles();
        return next;
    }

    /** Removes package files that were given by hand and that no deployment asks for. */
    private void forgetPackageFiles() throws IOException {
        Set<String> needed = new HashSet<>();
        for (InstalledDeployment deployment : host.state().deployments()) {
            deployment.origin().ifPresent(o -> needed.addAll(Layers.of(o).files()));
        }
        layering.localPackages().retain(needed);
    }
}
