package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.host.packages.PackageList;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Derivation;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.rpm.Nevra;

/** Upgrades keep what is layered: the packages that an origin asks for are put on the new image. */
public final class LayerDerivation implements Derivation {

    @Override
    public Checksum derive(Host host, Origin origin, Checksum base, Progress progress) throws IOException {
        Layers layers = Layers.of(origin);
        if (layers.isEmpty()) {
            return base;
        }
        progress.enter("derive");
        LayeredHost layered =
                new LayeredHost(host, CurrentTree.of(host, host.stateroot()), false, LayerProgress.of(progress));
        return layered.derive(layered.layering().plan(base, layers));
    }

    @Override
    public boolean isOutdated(Host host, CurrentTree current, Progress progress) throws IOException {
        Layers layers = Layers.of(current.origin());
        if (layers.isEmpty()) {
            return false;
        }
        LayeredHost layered = new LayeredHost(host, current, false, LayerProgress.of(progress));
        Optional<List<InstalledPackage>> deployed = PackageList.of(host.sysroot()
                .repository()
                .readCommit(current.deployment().deployment().commit()));
        // An image that lists no packages says nothing of what is newer.
        return deployed.isPresent()
                && layered.layering().plan(current.base(), layers).added().stream()
                        .map(added -> added.description().nevra())
                        .anyMatch(nevra -> deployed.get().stream().noneMatch(one -> isSame(one, nevra)));
    }

    private static boolean isSame(InstalledPackage installed, Nevra nevra) {
        return installed.name().equals(nevra.name())
                && installed.arch().equals(nevra.arch())
                && installed.version().equals(nevra.evr().version())
                && installed.release().equals(nevra.evr().release())
                && installed.epoch().equals(Long.toString(nevra.evr().epoch()));
    }
}
