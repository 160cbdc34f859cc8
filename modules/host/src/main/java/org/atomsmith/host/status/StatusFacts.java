package org.atomsmith.host.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.packages.Advisories;
import org.atomsmith.host.system.CurrentChange;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** All that {@code status --json} prints, under rpm-ostree's names. */
public final class StatusFacts {
    private StatusFacts() {}

    /**
     * The facts.
     *
     * @param bootedOnly whether only the deployment that runs is listed
     */
    public static SequencedMap<String, Object> of(Host host, boolean bootedOnly) throws IOException {
        DeploymentFacts facts = new DeploymentFacts(host);
        List<Object> deployments = new ArrayList<>();
        for (InstalledDeployment deployment : host.state().deployments()) {
            if (!bootedOnly || host.booted().filter(deployment::isSame).isPresent()) {
                deployments.add(facts.of(deployment));
            }
        }
        SequencedMap<String, Object> all = new LinkedHashMap<>();
        all.put("deployments", deployments);
        Optional<CurrentChange.Holder> change = CurrentChange.of(host);
        all.put("transaction", change.map(holder -> List.of(holder.command(), "process " + holder.pid(), "/")));
        Optional<CachedUpdate> update = CachedUpdate.read(host.directories()).filter(CachedUpdate::isThere);
        Optional<SequencedMap<String, Object>> found = update.map(CachedUpdate::facts);
        if (update.isPresent()) {
            Advisories advisories = advisories(host, update.get());
            if (!advisories.isEmpty()) {
                found.orElseThrow().put("advisories", advisories.variant());
            }
        }
        all.put("cached-update", found);
        all.put("update-driver", Optional.empty());
        Optional<BootHealth> health = BootHealth.read(host.directories());
        if (health.isPresent()) {
            SequencedMap<String, Object> said = new LinkedHashMap<>();
            said.put("state", health.get().state());
            said.put("failed", health.get().failed());
            all.put("health", said);
        }
        Optional<String> failure = new LastShutdown(host.directories()).failure();
        failure.ifPresent(reason -> all.put("finalization-failed", reason));
        return all;
    }

    /** The advisories that an update adds to what runs, or else to what would boot. */
    static Advisories advisories(Host host, CachedUpdate update) throws IOException {
        Optional<InstalledDeployment> now =
                host.booted().or(() -> host.state().deployments().stream().findFirst());
        Optional<Checksum> commit = Checksum.tryParse(update.checksum());
        if (now.isEmpty() || commit.isEmpty()) {
            return Advisories.NONE;
        }
        return Advisories.between(host.sysroot().repository(), new DeploymentFacts(host).base(now.get()), commit.get());
    }
}
