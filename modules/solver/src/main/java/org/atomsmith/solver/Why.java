package org.atomsmith.solver;

import java.util.List;
import org.atomsmith.rpm.Nevra;

/**
 * One link of the chain that leads from the request to a package.
 *
 * @param subject the package that this link brings in
 * @param reason what calls for it
 * @param considered every package that could have answered, best first; the subject is among them
 */
public record Why(Nevra subject, Reason reason, List<Nevra> considered) {
    public Why {
        considered = List.copyOf(considered);
    }

    /** Writes {@code because, so subject}. */
    @Override
    public String toString() {
        List<Nevra> others = considered.stream().filter(c -> !c.equals(subject)).toList();
        String answer = reason + ": " + subject;
        return others.isEmpty()
                ? answer
                : answer + " (also possible: "
                        + String.join(", ", others.stream().map(Nevra::toString).toList()) + ")";
    }
}
