package org.atomsmith.rpm.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.scriptlet.PackageScripts;
import org.atomsmith.rpm.scriptlet.Script;
import org.atomsmith.rpm.scriptlet.Trigger;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;

/** Takes what runs out of a package's header. Numbers are those of rpm's {@code rpmtag.h} and {@code rpmds.h}. */
public final class PackageScriptsReader {
    private static final int EXPANDS = 1;
    private static final int DESCRIBES = 1 << 1;

    private static final List<Kind> KINDS = List.of(
            new Kind("pretrans", Tag.PRETRANS, Tag.PRETRANSPROG, Tag.PRETRANSFLAGS),
            new Kind("pre", Tag.PREIN, Tag.PREINPROG, Tag.PREINFLAGS),
            new Kind("post", Tag.POSTIN, Tag.POSTINPROG, Tag.POSTINFLAGS),
            new Kind("preun", Tag.PREUN, Tag.PREUNPROG, Tag.PREUNFLAGS),
            new Kind("postun", Tag.POSTUN, Tag.POSTUNPROG, Tag.POSTUNFLAGS),
            new Kind("posttrans", Tag.POSTTRANS, Tag.POSTTRANSPROG, Tag.POSTTRANSFLAGS),
            new Kind("preuntrans", Tag.PREUNTRANS, Tag.PREUNTRANSPROG, Tag.PREUNTRANSFLAGS),
            new Kind("postuntrans", Tag.POSTUNTRANS, Tag.POSTUNTRANSPROG, Tag.POSTUNTRANSFLAGS));

    private static final List<Triggers> TRIGGERS = List.of(
            new Triggers(
                    Scope.PACKAGE,
                    Tag.TRIGGERSCRIPTS,
                    Tag.TRIGGERSCRIPTPROG,
                    Tag.TRIGGERSCRIPTFLAGS,
                    Tag.TRIGGERINDEX,
                    Tag.TRIGGERNAME,
                    Tag.TRIGGERFLAGS,
                    Tag.TRIGGERVERSION,
                    0),
            new Triggers(
                    Scope.FILES,
                    Tag.FILETRIGGERSCRIPTS,
                    Tag.FILETRIGGERSCRIPTPROG,
                    Tag.FILETRIGGERSCRIPTFLAGS,
                    Tag.FILETRIGGERINDEX,
                    Tag.FILETRIGGERNAME,
                    Tag.FILETRIGGERFLAGS,
                    Tag.FILETRIGGERVERSION,
                    Tag.FILETRIGGERPRIORITIES),
            new Triggers(
                    Scope.TRANSACTION,
                    Tag.TRANSFILETRIGGERSCRIPTS,
                    Tag.TRANSFILETRIGGERSCRIPTPROG,
                    Tag.TRANSFILETRIGGERSCRIPTFLAGS,
                    Tag.TRANSFILETRIGGERINDEX,
                    Tag.TRANSFILETRIGGERNAME,
                    Tag.TRANSFILETRIGGERFLAGS,
                    Tag.TRANSFILETRIGGERVERSION,
                    Tag.TRANSFILETRIGGERPRIORITIES));

    private static final int TRIGGER_IN = 1 << 16;
    private static final int TRIGGER_UN = 1 << 17;
    private static final int TRIGGER_POSTUN = 1 << 18;
    private static final int TRIGGER_PREIN = 1 << 25;

    private final Header header;

    private PackageScriptsReader(Header header) {
        this.header = header;
    }

    private record Kind(String name, int body, int program, int flags) {}

    private record Triggers(
            Scope scope,
            int bodies,
            int programs,
            int scriptFlags,
            int indexes,
            int names,
            int flags,
            int versions,
            int priorities) {}

    /**
     * Reads a header.
     *
     * @throws PackageFormatException when its lists do not fit together
     */
    public static PackageScripts of(Header header) throws PackageFormatException {
        PackageScriptsReader reader = new PackageScriptsReader(header);
        SortedMap<String, Script> scriptlets = new TreeMap<>();
        for (Kind kind : KINDS) {
            if (header.has(kind.body) || header.has(kind.program)) {
                scriptlets.put(
                        kind.name,
                        script(
                                header.strings(kind.program),
                                header.string(kind.body).orElse(""),
                                header.number(kind.flags).orElse(0)));
            }
        }
        List<Trigger> triggers = new ArrayList<>();
        for (Triggers tags : TRIGGERS) {
            reader.triggers(tags, triggers);
        }
        return new PackageScripts(scriptlets, triggers, header.strings(Tag.PREFIXES), reader.accounts());
    }

    private static Script script(List<String> program, String body, long flags) {
        return new Script(program, body, (flags & EXPANDS) != 0, (flags & DESCRIBES) != 0);
    }

    private void triggers(Triggers tags, List<Trigger> to) throws PackageFormatException {
        List<String> bodies = header.strings(tags.bodies);
        List<String> programs = header.strings(tags.programs);
        long[] scriptFlags = header.numbers(tags.scriptFlags);
        long[] priorities = tags.priorities == 0 ? new long[0] : header.numbers(tags.priorities);
        List<String> names = header.strings(tags.names);
        List<String> versions = header.strings(tags.versions);
        long[] flags = header.numbers(tags.flags);
        long[] indexes = header.numbers(tags.indexes);
        if (indexes.length != names.size() || flags.length != names.size() || versions.size() != names.size()) {
            throw new PackageFormatException(
                    "the header lists " + names.size() + " conditions of triggers, " + indexes.length + " indexes, "
                            + flags.length + " flags and " + versions.size() + " versions of them",
                    -1);
        }
        for (int i = 0; i < bodies.size(); i++) {
            List<Condition> conditions = new ArrayList<>();
            Optional<Moment> moment = Optional.empty();
            for (int j = 0; j < names.size(); j++) {
                if (indexes[j] == i) {
                    conditions.add(condition(names.get(j), flags[j], versions.get(j)));
                    // The first condition decides, as in rpm.
                    moment = moment.isPresent() ? moment : moment(flags[j]);
                }
            }
            if (moment.isPresent()) {
                to.add(new Trigger(
                        tags.scope,
                        moment.get(),
                        script(
                                // A program's arguments are not kept apart from its name here.
                                i < programs.size() ? List.of(programs.get(i)) : List.of(),
                                bodies.get(i),
                                i < scriptFlags.length ? scriptFlags[i] : 0),
                        i < priorities.length ? priorities[i] : Trigger.DEFAULT_PRIORITY,
                        conditions));
            }
        }
    }

    private static Condition condition(String name, long flags, String version) {
        Comparison op = RelationKind.comparison(flags);
        return op == Comparison.ANY || version.isEmpty()
                ? new Condition(name, Comparison.ANY, Optional.empty())
                : new Condition(name, op, Optional.of(Evr.parse(version)));
    }

    private static Optional<Moment> moment(long flags) {
        if ((flags & TRIGGER_PREIN) != 0) {
            return Optional.of(Moment.PREIN);
        }
        if ((flags & TRIGGER_IN) != 0) {
            return Optional.of(Moment.IN);
        }
        if ((flags & TRIGGER_UN) != 0) {
            return Optional.of(Moment.UN);
        }
        return (flags & TRIGGER_POSTUN) != 0 ? Optional.of(Moment.POSTUN) : Optional.empty();
    }

    /** {@code user(NAME)}, {@code group(NAME)} and {@code groupmember(USER/GROUP)} whose version is a line in base64. */
    private List<String> accounts() throws PackageFormatException {
        List<String> names = header.strings(Tag.PROVIDENAME);
        List<String> versions = header.strings(Tag.PROVIDEVERSION);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(names.size(), versions.size()); i++) {
            String name = names.get(i);
            boolean account = name.startsWith("user(") || name.startsWith("group(") || name.startsWith("groupmember(");
            if (account && !versions.get(i).isEmpty()) {
                decoded(versions.get(i)).ifPresent(lines::add);
            }
        }
        return lines;
    }

    private static Optional<String> decoded(String version) {
        try {
            // rpm pads what it writes with zero bytes, so that no '=' gets into a version.
            String line = new String(Base64.getDecoder().decode(version), StandardCharsets.UTF_8).replace("\0", "");
            return line.isBlank() || line.indexOf('\n') >= 0 ? Optional.empty() : Optional.of(line.strip());
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
