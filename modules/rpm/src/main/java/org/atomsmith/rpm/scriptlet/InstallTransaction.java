package org.atomsmith.rpm.scriptlet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;

/**
 * What runs when packages are installed into an empty system, in rpm's order: {@link #begin}, then for each package
 * {@link #before}, its files, {@link #after}, and {@link #end}. Order, arguments and lists of paths are those of rpm
 * 4.18, against which they are compared.
 *
 * <p>Nothing is run here: the answers depend on the packages and their order alone.
 */
public final class InstallTransaction {
    private static final RpmVersions VERSIONS = new RpmVersions();

    private final List<Member> installed = new ArrayList<>();

    /**
     * A package of the transaction.
     *
     * @param paths of all its files and directories, with a leading slash, in the order of the package
     */
    public record Member(Nevra nevra, PackageScripts scripts, List<String> paths) {
        /** Copies the paths. */
        public Member {
            paths = List.copyOf(paths);
        }
    }

    private record Fired(Member owner, Trigger trigger) {}

    /** What runs before the first package: {@code %pretrans} of all. */
    public static List<ScriptCall> begin(List<Member> members) {
        return ofAll(members, "pretrans");
    }

    /** What runs before a package's files: {@code %triggerprein} both ways, {@code %pre}. */
    public List<ScriptCall> before(Member member) {
        List<ScriptCall> calls = new ArrayList<>();
        packageTriggers(member, Moment.PREIN, 0, calls);
        own(member, "pre").ifPresent(calls::add);
        return calls;
    }

    /**
     * What runs after a package's files: file triggers of high priority, {@code %post}, {@code %triggerin} both ways, file
     * triggers of low priority. The package counts as installed from here on.
     */
    public List<ScriptCall> after(Member member) {
        installed.add(member);
        List<ScriptCall> calls = new ArrayList<>();
        fileTriggers(member, true, calls);
        own(member, "post").ifPresent(calls::add);
        packageTriggers(member, Moment.IN, 1, calls);
        fileTriggers(member, false, calls);
        return calls;
    }

    /** What runs after the last package: {@code %posttrans} of all, then {@code %transfiletriggerin} of all. */
    public List<ScriptCall> end() {
        List<ScriptCall> calls = new ArrayList<>(ofAll(installed, "posttrans"));
        for (Member member : installed) {
            for (Trigger trigger : sorted(member, Scope.TRANSACTION)) {
                add(calls, new Fired(member, trigger), filesBelow(installed, trigger));
            }
        }
        return calls;
    }

    private static List<ScriptCall> ofAll(List<Member> members, String kind) {
        return members.stream().flatMap(m -> own(m, kind).stream()).toList();
    }

    private static Optional<ScriptCall> own(Member member, String kind) {
        return member.scripts().scriptlet(kind).map(script -> call(member, kind, script, 1, OptionalInt.empty()));
    }

    private static ScriptCall call(Member owner, String kind, Script script, int first, OptionalInt second) {
        return new ScriptCall(
                owner.nevra(),
                kind,
                script,
                first,
                second,
                List.of(),
                owner.scripts().prefixes());
    }

    /**
     * Triggers of installed packages that this one sets off, then its own that installed ones set off.
     *
     * @param count how many instances of this package are installed
     */
    private void packageTriggers(Member member, Moment moment, int count, List<ScriptCall> to) {
        for (Member owner : installed) {
            // Of triggers on the same package the first one runs, and no other.
            matching(owner, moment, member)
                    .ifPresent(t -> to.add(call(owner, t.kind(), t.script(), 1, OptionalInt.of(count))));
        }
        for (Trigger trigger : member.scripts().triggers(Scope.PACKAGE)) {
            boolean fires = installed.stream()
                    .anyMatch(source -> matching(member, moment, source)
                            .filter(trigger::equals)
                            .isPresent());
            if (fires) {
                to.add(call(member, trigger.kind(), trigger.script(), count, OptionalInt.of(1)));
            }
        }
    }

    private static Optional<Trigger> matching(Member owner, Moment moment, Member source) {
        return owner.scripts().triggers(Scope.PACKAGE).stream()
                .filter(t -> t.moment() == moment)
                .filter(t -> t.conditions().stream().anyMatch(c -> holds(c, source.nevra())))
                .findFirst();
    }

    private static boolean holds(Condition condition, Nevra package_) {
        if (!condition.name().equals(package_.name())) {
            return false;
        }
        Optional<Evr> wanted = condition.evr();
        return wanted.isEmpty() || VERSIONS.matches(condition.op(), wanted.get(), package_.evr());
    }

    /** File triggers of installed packages on this one's files, then its own on the files of others. */
    private void fileTriggers(Member member, boolean early, List<ScriptCall> to) {
        List<Fired> fired = new ArrayList<>();
        for (Member owner : installed) {
            owner.scripts().triggers(Scope.FILES).forEach(t -> fired.add(new Fired(owner, t)));
        }
        // The sort is stable: packages in the order in which they came, triggers in that of the header.
        fired.sort(Comparator.comparingLong((Fired f) -> f.trigger.priority()).reversed());
        for (Fired each : fired) {
            if (runs(each.trigger, early)) {
                add(to, each, filesOf(member, each.trigger));
            }
        }
        List<Member> others = installed.stream().filter(m -> m != member).toList();
        for (Trigger trigger : sorted(member, Scope.FILES)) {
            if (runs(trigger, early)) {
                add(to, new Fired(member, trigger), filesBelow(others, trigger));
            }
        }
    }

    private static boolean runs(Trigger trigger, boolean early) {
        return trigger.moment() == Moment.IN && (trigger.priority() >= Trigger.EARLY) == early;
    }

    private static List<Trigger> sorted(Member member, Scope scope) {
        return member.scripts().triggers(scope).stream()
                .filter(t -> t.moment() == Moment.IN)
                .sorted(Comparator.comparingLong(Trigger::priority).reversed())
                .toList();
    }

    private static void add(List<ScriptCall> to, Fired fired, List<String> files) {
        if (!files.isEmpty()) {
            to.add(new ScriptCall(
                    fired.owner.nevra(),
                    fired.trigger.kind(),
                    fired.trigger.script(),
                    0,
                    OptionalInt.empty(),
                    files,
                    fired.owner.scripts().prefixes()));
        }
    }

    /** Paths of a package that begin with a trigger's prefixes, prefix by prefix. */
    private static List<String> filesOf(Member member, Trigger trigger) {
        List<String> files = new ArrayList<>();
        for (Condition condition : trigger.conditions()) {
            addFiles(member, condition.name(), files);
        }
        return files;
    }

    /**
     * The same of all packages, prefix by prefix and package by package. rpm looks them up by the directories that they have
     * files in: a package counts when one of those begins with the prefix.
     */
    private static List<String> filesBelow(List<Member> members, Trigger trigger) {
        List<String> files = new ArrayList<>();
        for (Condition condition : trigger.conditions()) {
            for (Member member : members) {
                String prefix = condition.name();
                if (member.paths().stream().anyMatch(path -> directory(path).startsWith(prefix))) {
                    addFiles(member, prefix, files);
                }
            }
        }
        return files;
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static void addFiles(Member member, String prefix, List<String> to) {
        for (String path : member.paths()) {
            if (path.startsWith(prefix)) {
                to.add(path);
            }
        }
    }
}
