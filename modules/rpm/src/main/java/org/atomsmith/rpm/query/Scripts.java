package org.atomsmith.rpm.query;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.Tag;

/** A package's scriptlets and triggers, as {@code rpm -qp --scripts --triggers --filetriggers} prints them. */
public final class Scripts {
    private static final List<Kind> SCRIPTLETS = List.of(
            new Kind("pretrans", Tag.PRETRANS, Tag.PRETRANSPROG),
            new Kind("preinstall", Tag.PREIN, Tag.PREINPROG),
            new Kind("postinstall", Tag.POSTIN, Tag.POSTINPROG),
            new Kind("preuninstall", Tag.PREUN, Tag.PREUNPROG),
            new Kind("postuninstall", Tag.POSTUN, Tag.POSTUNPROG),
            new Kind("posttrans", Tag.POSTTRANS, Tag.POSTTRANSPROG),
            new Kind("preuntrans", Tag.PREUNTRANS, Tag.PREUNTRANSPROG),
            new Kind("postuntrans", Tag.POSTUNTRANS, Tag.POSTUNTRANSPROG),
            new Kind("verify", Tag.VERIFYSCRIPT, Tag.VERIFYSCRIPTPROG));
    private static final TriggerTags TRIGGERS = new TriggerTags(
            Tag.TRIGGERSCRIPTS,
            Tag.TRIGGERSCRIPTPROG,
            Tag.TRIGGERINDEX,
            Tag.TRIGGERNAME,
            Tag.TRIGGERFLAGS,
            Tag.TRIGGERVERSION);
    private static final TriggerTags FILE_TRIGGERS = new TriggerTags(
            Tag.FILETRIGGERSCRIPTS,
            Tag.FILETRIGGERSCRIPTPROG,
            Tag.FILETRIGGERINDEX,
            Tag.FILETRIGGERNAME,
            Tag.FILETRIGGERFLAGS,
            Tag.FILETRIGGERVERSION);
    private static final TriggerTags TRANSACTION_FILE_TRIGGERS = new TriggerTags(
            Tag.TRANSFILETRIGGERSCRIPTS,
            Tag.TRANSFILETRIGGERSCRIPTPROG,
            Tag.TRANSFILETRIGGERINDEX,
            Tag.TRANSFILETRIGGERNAME,
            Tag.TRANSFILETRIGGERFLAGS,
            Tag.TRANSFILETRIGGERVERSION);

    private static final int TRIGGER_IN = 1 << 16;
    private static final int TRIGGER_UN = 1 << 17;
    private static final int TRIGGER_POSTUN = 1 << 18;
    private static final int TRIGGER_PREIN = 1 << 25;

    private Scripts() {}

    private record Kind(String name, int body, int program) {}

    private record TriggerTags(int scripts, int programs, int indexes, int names, int flags, int versions) {}

    /**
     * A scriptlet or a trigger.
     *
     * @param kind such as {@code postinstall} or {@code triggerin}
     * @param program what runs it, with its arguments; empty for the default
     * @param conditions of a trigger: what it waits for
     * @param body empty for a program alone
     */
    public record Script(String kind, String program, String conditions, String body) {}

    /** The scriptlets of installing and removing the package itself. */
    public static List<Script> scriptlets(Header header) throws PackageFormatException {
        List<Script> scripts = new ArrayList<>();
        for (Kind kind : SCRIPTLETS) {
            if (header.has(kind.body()) || header.has(kind.program())) {
                scripts.add(new Script(
                        kind.name(),
                        String.join(" ", header.strings(kind.program())),
                        "",
                        header.string(kind.body()).orElse("")));
            }
        }
        return scripts;
    }

    /** What runs when other packages come and go. */
    public static List<Script> triggers(Header header) throws PackageFormatException {
        return triggers(header, TRIGGERS, "trigger");
    }

    /** What runs when files come and go, after each package and after the whole transaction. */
    public static List<Script> fileTriggers(Header header) throws PackageFormatException {
        List<Script> scripts = new ArrayList<>(triggers(header, FILE_TRIGGERS, "filetrigger"));
        scripts.addAll(triggers(header, TRANSACTION_FILE_TRIGGERS, "transfiletrigger"));
        return scripts;
    }

    private static List<Script> triggers(Header header, TriggerTags tags, String kind) throws PackageFormatException {
        List<String> bodies = header.strings(tags.scripts());
        List<String> programs = header.strings(tags.programs());
        long[] indexes = header.numbers(tags.indexes());
        long[] flags = header.numbers(tags.flags());
        List<String> relations = RelationList.lines(header, tags.names(), tags.flags(), tags.versions());
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            List<String> conditions = new ArrayList<>();
            String type = "";
            for (int j = 0; j < relations.size() && j < indexes.length; j++) {
                if (indexes[j] == i) {
                    conditions.add(relations.get(j));
                    type = j < flags.length ? type(flags[j]) : type;
                }
            }
            String program = i < programs.size() ? programs.get(i) : "/bin/sh";
            scripts.add(new Script(kind + type, program, String.join(", ", conditions), bodies.get(i)));
        }
        return scripts;
    }

    private static String type(long flags) {
        if ((flags & TRIGGER_PREIN) != 0) {
            return "prein";
        }
        if ((flags & TRIGGER_IN) != 0) {
            return "in";
        }
        if ((flags & TRIGGER_UN) != 0) {
            return "un";
        }
        return (flags & TRIGGER_POSTUN) != 0 ? "postun" : "";
    }

    /** Scripts as rpm prints them, each ended by a line feed. */
    public static String text(List<Script> scripts) {
        StringBuilder text = new StringBuilder();
        for (Script script : scripts) {
            text.append(script.kind());
            if (!script.conditions().isEmpty()) {
                text.append(" scriptlet (using ").append(script.program()).append(") -- ");
                text.append(script.conditions()).append('\n').append(script.body());
            } else if (script.body().isEmpty()) {
                text.append(" program: ").append(script.program());
            } else {
                text.append(" scriptlet");
                text.append(script.program().isEmpty() ? "" : " (using " + script.program() + ")");
                text.append(":\n").append(script.body());
            }
            text.append('\n');
        }
        return text.toString();
    }
}
