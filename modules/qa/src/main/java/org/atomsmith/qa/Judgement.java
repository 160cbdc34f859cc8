package org.atomsmith.qa;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The end of a judging.
 *
 * @param verdict what was found
 * @param serialLog when something failed, the file that holds all that the guest's serial port said
 */
public record Judgement(Verdict verdict, Optional<Path> serialLog) {}
