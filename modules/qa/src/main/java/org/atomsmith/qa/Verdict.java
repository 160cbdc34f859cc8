package org.atomsmith.qa;

import java.util.List;
import org.atomsmith.qa.check.CheckResult;

/**
 * What is known of an image after it was booted.
 *
 * @param image its file name
 * @param commit the commit that it runs, or should run; empty when neither is known
 * @param checks every check, in order
 */
public record Verdict(String image, String commit, List<CheckOutcome> checks) {

    /** Copies the list. */
    public Verdict {
        checks = List.copyOf(checks);
    }

    /** Whether the image is good: nothing failed, and the essential checks were made. */
    public boolean isGood() {
        return count(CheckResult.Result.PASS) > 0 && failures().isEmpty();
    }

    /** The checks that failed. */
    public List<CheckOutcome> failures() {
        return checks.stream()
                .filter(check -> check.result() == CheckResult.Result.FAIL)
                .toList();
    }

    /** One line for a person: {@code "15 checks passed"}, {@code "failed: units, container (11 passed)"}. */
    public String summary() {
        long passed = count(CheckResult.Result.PASS);
        long skipped = count(CheckResult.Result.SKIP);
        String rest = skipped > 0 ? ", " + skipped + " skipped" : "";
        if (failures().isEmpty()) {
            return passed + " checks passed" + rest;
        }
        String names =
                String.join(", ", failures().stream().map(CheckOutcome::name).toList());
        return "failed: " + names + " (" + passed + " passed" + rest + ")";
    }

    private long count(CheckResult.Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }
}
