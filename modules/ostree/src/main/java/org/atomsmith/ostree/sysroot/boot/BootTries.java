package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.sysroot.boot.GrubConfiguration.Slot;

/**
 * How often the default of the boot menu may still be tried, which is kept where GRUB can count it down:
 * {@code /boot/grub/grubenv}. At zero GRUB boots the second entry. The count belongs to one deployment, at the first place
 * of the menu: a choice by hand costs no try, and a default that nobody put on trial simply boots.
 *
 * @param deployment {@code <stateroot>/<commit>.<serial>}, which GRUB does not look at
 * @param slot the place in the menu, which GRUB compares with its first entry
 * @param left how many tries are left
 */
public record BootTries(String deployment, String slot, int left) {
    /** How often a new default is tried. */
    public static final int TRIES = 3;

    private static final String DEPLOYMENT = "tries_deployment";

    /** Refuses a number that the menu's script cannot count. */
    public BootTries {
        if (left < 0 || left > TRIES) {
            throw new IllegalArgumentException("tries left: " + left + ", expected 0 to " + TRIES);
        }
    }

    /** A new default with all its tries. */
    public static BootTries of(String stateroot, String commitAndSerial, String bootChecksum) {
        return new BootTries(stateroot + "/" + commitAndSerial, Slot.first(stateroot, bootChecksum), TRIES);
    }

    /** The count of a {@code /boot}; empty when nothing is on trial. */
    public static Optional<BootTries> read(Path boot) throws IOException {
        Optional<GrubEnvironment> environment = GrubEnvironment.read(file(boot));
        Optional<String> slot = environment.flatMap(e -> e.get(GrubConfiguration.TRIES_SLOT));
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BootTries(
                environment.flatMap(e -> e.get(DEPLOYMENT)).orElse(""),
                slot.get(),
                environment
                        .flatMap(e -> e.get(GrubConfiguration.TRIES_LEFT))
                        .map(BootTries::number)
                        .orElse(0)));
    }

    /** GRUB takes what it does not understand for none left. */
    private static int number(String text) {
        return text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '0' + TRIES ? text.charAt(0) - '0' : 0;
    }

    /** This count with another number of tries. */
    public BootTries withLeft(int tries) {
        return new BootTries(deployment, slot, tries);
    }

    /**
     * Begins to count. Done before the menu is switched, it is right whatever happens in between: until the switch, the
     * count is of a place in the menu that is not there, or of a default that is known to work and ends the trial.
     *
     * @return false where the boot loader does not count: it is not ours
     */
    public boolean arm(Path boot) throws IOException {
        if (!new GrubConfiguration(boot).isActive()) {
            return false;
        }
        GrubEnvironment environment = GrubEnvironment.read(file(boot)).orElseGet(GrubEnvironment::empty);
        environment
                .with(GrubConfiguration.TRIES_LEFT, Integer.toString(left))
                .with(GrubConfiguration.TRIES_SLOT, slot)
                .with(DEPLOYMENT, deployment)
                .write(file(boot));
        return true;
    }

    /** Ends a trial, if there is one. */
    public static void clear(Path boot) throws IOException {
        Optional<GrubEnvironment> environment = GrubEnvironment.read(file(boot));
        if (environment.isPresent()) {
            GrubEnvironment cleared = environment
                    .get()
                    .without(GrubConfiguration.TRIES_LEFT)
                    .without(GrubConfiguration.TRIES_SLOT)
                    .without(DEPLOYMENT);
            if (!cleared.equals(environment.get())) {
                cleared.write(file(boot));
            }
        }
    }

    /** Ends the trial of any deployment but this one, {@code <stateroot>/<commit>.<serial>}. */
    public static void clearUnlessOf(Path boot, String deployment) throws IOException {
        Optional<BootTries> tries = read(boot);
        if (tries.isPresent() && !tries.get().deployment().equals(deployment)) {
            clear(boot);
        }
    }

    private static Path file(Path boot) {
        return boot.resolve("grub/grubenv");
    }
}
