package org.atomsmith.cli.doctor;

import java.io.IOException;
import java.util.List;
import org.atomsmith.cli.emulator.EmulatorChoice;

/** Tells which QEMU boots images. */
final class EmulatorCheck implements Check {
    private static final String SUBJECT = "emulator";

    @Override
    public List<Finding> look(Machine machine) {
        try {
            return List.of(Finding.ok(SUBJECT, new EmulatorChoice(machine.environment(), true).outlook()));
        } catch (IOException e) {
            return List.of(Finding.note(SUBJECT, String.valueOf(e.getMessage()), ""));
        }
    }
}
