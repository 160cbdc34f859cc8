package org.atomsmith.cli.doctor;

import java.util.List;

/** Looks at one thing that building or testing needs. */
@FunctionalInterface
interface Check {
    /** Looks; more than one finding where the thing has parts. Never throws for what it finds. */
    List<Finding> look(Machine machine);
}
