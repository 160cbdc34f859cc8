package org.atomsmith.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.atomsmith.cli.doctor.Finding.Status;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.cli.terminal.Style;

/**
 * All findings, and what follows from them.
 *
 * @param healthy whether everything that is needed is there
 * @param findings what was seen, in the order of the checks
 * @param remedies the commands, for root, that bring what is missing; all packages in one of them
 */
record Diagnosis(boolean healthy, List<Finding> findings, List<String> remedies) {

    static Diagnosis of(List<Finding> findings) {
        return new Diagnosis(
                findings.stream().noneMatch(finding -> finding.status() == Status.MISSING),
                findings,
                PackageRemedy.merged(findings.stream().map(Finding::remedy).toList()));
    }

    /** A line for each finding, then what to do. */
    String text(Channel channel) {
        StringJoiner text = new StringJoiner("\n");
        for (Finding finding : findings) {
            text.add(channel.styled(style(finding.status()), String.format(Locale.ROOT, "%-8s", finding.status()))
                    + String.format(Locale.ROOT, "%-27s", finding.subject())
                    + finding.found().replace("\n", "\n" + " ".repeat(35)));
        }
        if (!remedies.isEmpty()) {
            text.add("")
                    .add(
                            healthy
                                    ? "Everything needed is here. To have the rest as well, as root:"
                                    : "To have what is missing, as root:");
            remedies.forEach(remedy -> text.add("  " + remedy));
        }
        return text.toString();
    }

    private static Style style(Status status) {
        return switch (status) {
            case OK -> Style.GREEN;
            case NOTE -> Style.YELLOW;
            case MISSING -> Style.RED;
        };
    }
}
