package org.atomsmith.ostree.sysroot;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.sysroot.boot.BootVersion;

/**
 * What a system was made of when it was looked at.
 *
 * @param version from which of the sets of entries and links it boots
 * @param deployments in the order of the boot menu, a staged one first
 * @param booted the one that runs now, when this is the running system
 */
public record SysrootState(
        BootVersion version, List<InstalledDeployment> deployments, Optional<InstalledDeployment> booted) {

    /** Copies the list. */
    public SysrootState {
        deployments = List.copyOf(deployments);
    }

    /** The deployment that waits for the shutdown. */
    public Optional<InstalledDeployment> staged() {
        return deployments.stream().filter(InstalledDeployment::staged).findFirst();
    }

    /** The deployments that the boot menu has. */
    public List<InstalledDeployment> finished() {
        return deployments.stream().filter(d -> !d.staged()).toList();
    }

    /** The deployment at an index of the menu. */
    public InstalledDeployment at(int index) throws SysrootException {
        if (index < 0 || index >= deployments.size()) {
            throw new SysrootException("Out of range deployment index " + index + ", expected < " + deployments.size());
        }
        return deployments.get(index);
    }

    /**
     * The deployment whose configuration a new one of a stateroot takes over: the one that runs, if it is of that
     * stateroot, else the newest.
     */
    public Optional<InstalledDeployment> merge(String stateroot) {
        return booted.filter(d -> d.deployment().stateroot().equals(stateroot))
                .or(() -> deployments.stream()
                        .filter(d -> d.deployment().stateroot().equals(stateroot))
                        .findFirst());
    }

    /** What boots next, when that is not what runs. */
    public Optional<InstalledDeployment> pending() {
        return booted.flatMap(now -> deployments.stream()
                .filter(d -> d.deployment().stateroot().equals(now.deployment().stateroot()))
                .findFirst()
                .filter(first -> !first.isSame(now)));
    }

    /** What to go back to: the one after that which runs. */
    public Optional<InstalledDeployment> rollback() {
        if (booted.isEmpty()) {
            return Optional.empty();
        }
        InstalledDeployment now = booted.get();
        boolean passed = false;
        for (InstalledDeployment candidate : deployments) {
            if (passed
                    && candidate
                            .deployment()
                            .stateroot()
                            .equals(now.deployment().stateroot())) {
                return Optional.of(candidate);
            }
            passed |= candidate.isSame(now);
        }
        return Optional.empty();
    }

    /**
     * The deployment that runs.
     *
     * @throws SysrootException when none does
     */
    public InstalledDeployment requireBooted() throws SysrootException {
        return booted.orElseThrow(() -> new SysrootException("Not currently booted into an OSTree system"));
    }
}
