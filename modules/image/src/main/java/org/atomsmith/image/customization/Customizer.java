package org.atomsmith.image.customization;

import java.io.IOException;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Problems;

/** Turns a customization into changes of a new disk, and holds it against the commit's files on the way. */
public final class Customizer {
    private final HostFiles host;
    private final long timestamp;
    private final String seed;

    /**
     * A customizer for one commit.
     *
     * @param timestamp the commit's, in seconds since 1970: the time of all new files, and of new passwords
     * @param seed what identifiers of partitions derive from: the commit, and what else tells disks apart
     */
    public Customizer(HostFiles host, long timestamp, String seed) {
        this.host = host;
        this.timestamp = timestamp;
        this.seed = seed;
    }

    /**
     * Plans the changes. The same customization of the same commit gives the same ones.
     *
     * @throws IOException when a file of the commit cannot be read
     * @throws org.atomsmith.compose.treefile.TreefileException with everything that this tree cannot have: a user's group
     *     that is not there, a unit, a locale, a path outside of the machine's own
     */
    public HostChanges changes(Customization customization) throws IOException {
        if (customization.isEmpty()) {
            return HostChanges.NONE;
        }
        Problems problems = new Problems();
        Draft draft = new Draft(host, timestamp, problems);
        AccountChanges accounts = new AccountChanges(draft);
        UnitChanges units = new UnitChanges(draft);
        SystemChanges system = new SystemChanges(draft, units);

        new UserChanges(draft, accounts).apply(customization.groups(), customization.users(), customization.sshKeys());
        if (customization.hostname().isPresent()) {
            system.hostname(customization.hostname().get());
        }
        system.time(customization.time());
        new LanguageChanges(draft).apply(customization.language());
        if (!customization.dns().isEmpty()) {
            system.dns(customization.dns());
        }
        new TrustChanges(draft, units).apply(customization.certificates());
        new FirewallChanges(draft, units).apply(customization.firewall());
        if (customization.firstBoot().isPresent()) {
            system.firstBoot(customization.firstBoot().get());
        }
        if (customization.swap().isPresent()) {
            system.swap(customization.swap().get());
        }
        accounts.write();
        // Units that are files of the image's own can be enabled.
        new FileChanges(draft, accounts).apply(customization.directories(), customization.files());
        units.apply(customization.services());
        units.write();
        customization.kernelArguments().stream().map(Located::value).forEach(draft::kernelArgument);
        String others = draft.finish(PartitionPlan.NONE).digest();
        PartitionPlan partitions =
                new PartitionChanges(draft, seed + others).apply(customization.storage(), customization.swap());
        problems.throwIfAny();
        return draft.finish(partitions);
    }
}
