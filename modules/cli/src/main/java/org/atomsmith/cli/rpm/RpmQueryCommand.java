package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.query.HeaderFacts;
import org.atomsmith.rpm.query.HeaderXml;
import org.atomsmith.rpm.query.RelationList;
import org.atomsmith.rpm.query.Texts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomsmith rpm query}: what packages say of themselves. */
@Command(
        name = "query",
        description = "Prints what packages say of themselves, as rpm -qp does. Nothing is verified.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  atomsmith rpm query bash-5.2.rpm               as rpm -qpi",
            "  atomsmith rpm query bash-5.2.rpm --requires",
            "  atomsmith rpm query bash-5.2.rpm --json        every entry of the header, as rpm 6 names it"
        })
public final class RpmQueryCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "Package files; - is standard input.")
    private List<String> packages = new ArrayList<>();

    @ArgGroup
    private final What what = new What();

    @Option(
            names = "--locale",
            paramLabel = "LOCALE",
            description = "Show the texts in this language where the package has them, such as de.")
    private String locale = "C";

    @Mixin
    private final JsonOption json = new JsonOption();

    /** What is asked for. */
    static final class What {
        @Option(names = "--xml", description = "Every entry of the header, as rpm -qp --xml.")
        private boolean xml;

        @Option(names = "--changelog", description = "The changes, newest first.")
        private boolean changelog;

        @Option(names = "--provides", description = "What it provides.")
        private boolean provides;

        @Option(names = "--requires", description = "What it requires.")
        private boolean requires;

        @Option(names = "--conflicts", description = "What it conflicts with.")
        private boolean conflicts;

        @Option(names = "--obsoletes", description = "What it obsoletes.")
        private boolean obsoletes;

        @Option(names = "--recommends", description = "What it recommends.")
        private boolean recommends;

        @Option(names = "--suggests", description = "What it suggests.")
        private boolean suggests;

        @Option(names = "--supplements", description = "What it supplements.")
        private boolean supplements;

        @Option(names = "--enhances", description = "What it enhances.")
        private boolean enhances;

        private List<RelationKind> relations() {
            List<RelationKind> asked = new ArrayList<>();
            add(asked, provides, RelationKind.PROVIDES);
            add(asked, requires, RelationKind.REQUIRES);
            add(asked, conflicts, RelationKind.CONFLICTS);
            add(asked, obsoletes, RelationKind.OBSOLETES);
            add(asked, recommends, RelationKind.RECOMMENDS);
            add(asked, suggests, RelationKind.SUGGESTS);
            add(asked, supplements, RelationKind.SUPPLEMENTS);
            add(asked, enhances, RelationKind.ENHANCES);
            return asked;
        }

        private static void add(List<RelationKind> asked, boolean yes, RelationKind kind) {
            if (yes) {
                asked.add(kind);
            }
        }
    }

    /** Makes the command. */
    public RpmQueryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> facts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String each : packages) {
            try (PackageInput input = PackageInput.open(each)) {
                RpmFile rpm = input.read();
                facts.add(HeaderFacts.of(rpm));
                texts.add(text(rpm));
            }
        }
        String text = String.join("\n", texts.stream().filter(t -> !t.isEmpty()).toList());
        json.print(session, facts.size() == 1 ? facts.getFirst() : facts, () -> text);
        return ExitCode.DONE;
    }

    private String text(RpmFile rpm) throws IOException {
        if (what.xml) {
            return HeaderXml.of(rpm);
        }
        Texts texts = new Texts(rpm, ZoneId.systemDefault(), locale);
        if (what.changelog) {
            String changes = texts.changelog();
            return changes.isEmpty() ? "" : changes.substring(0, changes.length() - 1);
        }
        List<RelationKind> relations = what.relations();
        return relations.isEmpty()
                ? texts.info()
                : String.join("\n", RelationList.of(rpm.header(), relations.getFirst()));
    }
}
