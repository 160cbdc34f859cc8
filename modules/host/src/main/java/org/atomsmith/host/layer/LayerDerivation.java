package org.atomsmith.host.layer;

import java.io.IOException;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Derivation;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.Origin;

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
}
