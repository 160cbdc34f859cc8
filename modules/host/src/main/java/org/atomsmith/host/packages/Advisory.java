package org.atomsmith.host.packages;

import java.util.List;

/**
 * What a distribution says of an update: an advisory that packages of a commit resolve.
 *
 * @param id as the distribution names it: {@code FEDORA-2026-0123456789}
 * @param kind what it is about
 * @param severity how urgent it is
 * @param packages the packages of the commit that resolve it: {@code openssl-3.0.15-1.x86_64}
 * @param references the vulnerabilities that it closes
 */
public record Advisory(String id, Kind kind, Severity severity, List<String> packages, List<Reference> references) {

    /** Copies the lists. */
    public Advisory {
        packages = List.copyOf(packages);
        references = List.copyOf(references);
    }

    /** What an advisory is about, in the order of the numbers that commits hold. */
    public enum Kind {
        /** It does not say. */
        UNKNOWN,
        /** It closes vulnerabilities. */
        SECURITY,
        /** It repairs. */
        BUGFIX,
        /** It improves. */
        ENHANCEMENT,
        /** It brings a new package. */
        NEWPACKAGE;

        static Kind of(int number) {
            return number >= 0 && number < values().length ? values()[number] : UNKNOWN;
        }
    }

    /** How urgent an advisory is, in the order of the numbers that commits hold. */
    public enum Severity {
        /** It does not say. */
        UNKNOWN("unknown severity"),
        /** Hardly. */
        LOW("low"),
        /** Somewhat. */
        MODERATE("moderate"),
        /** Soon. */
        IMPORTANT("important"),
        /** At once. */
        CRITICAL("critical");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }

        static Severity of(int number) {
            return number >= 0 && number < values().length ? values()[number] : UNKNOWN;
        }
    }

    /**
     * A vulnerability.
     *
     * @param url where more is said
     * @param title its name, and what it is in a few words
     */
    public record Reference(String url, String title) {}
}
