package org.atomsmith.qa.check;

import java.util.Locale;

/**
 * The answer to a check.
 *
 * @param result how it went
 * @param evidence what was seen, in a few words or lines
 */
public record CheckResult(Result result, String evidence) {

    /** How a check went. */
    public enum Result {
        /** As it should be. */
        PASS,
        /** Not as it should be. */
        FAIL,
        /** Not asked; the evidence says why. */
        SKIP;

        /** Its word in a verdict: {@code "pass"}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As it should be. */
    public static CheckResult pass(String evidence) {
        return new CheckResult(Result.PASS, evidence);
    }

    /** Not as it should be. */
    public static CheckResult fail(String evidence) {
        return new CheckResult(Result.FAIL, evidence);
    }

    /** Not asked. */
    public static CheckResult skip(String reason) {
        return new CheckResult(Result.SKIP, reason);
    }

    /** As it should be, if that holds. */
    public static CheckResult of(boolean good, String evidence) {
        return good ? pass(evidence) : fail(evidence);
    }
}
