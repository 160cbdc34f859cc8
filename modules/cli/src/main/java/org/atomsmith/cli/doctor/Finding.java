package org.atomsmith.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a check saw.
 *
 * @param subject what was looked at: {@code "programs to boot images"}
 * @param status how it is
 * @param found what is there or is not, in a few words
 * @param remedy the command that brings it, or what to do; empty when nothing is to be done
 */
public record Finding(String subject, Status status, String found, String remedy) {

    /** How a thing is. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Works without it, only less well, or only for some. */
        NOTE,
        /** Needed and not there. */
        MISSING;

        /** The word that is printed. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Status.OK, found, "");
    }

    static Finding note(String subject, String found, String remedy) {
        return new Finding(subject, Status.NOTE, found, remedy);
    }

    static Finding missing(String subject, String found, String remedy) {
        return new Finding(subject, Status.MISSING, found, remedy);
    }
}
