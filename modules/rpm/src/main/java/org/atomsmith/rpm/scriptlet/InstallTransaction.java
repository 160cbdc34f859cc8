package org.atomsmith.rpm.scriptlet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;

/**
 * What runs when the packages of a system change, in rpm's order: {@link #begin}; for each package that comes {@link #before}, its
 * files, {@link #after}; for each that goes {@link #erasing}, its files, {@link #erased}; and {@link #end}. A package that takes
 * another's place comes before that goes. Order, arguments and lists of paths are those of rpm 4.18, against which
 * they are compared.
 *
 * <p>Nothing is run here: the answers depend on the packages and their order alone.
 */
public final class InstallTransaction {
    private static final RpmVersions VERSIONS = new RpmVersions();

    private final List<Member> installed = new ArrayList<>();
    private final List<Member> fresh = new ArrayList<>();
    /** The first argument of {@code %posttrans}, which counts the version whose place was taken, too. */
    private final List<Integer> instancesThen = new ArrayList<>();

    private final List<Member> gone = new ArrayList<>();

    /** Changes a system in which these packages are. */
    public InstallTransaction(List<Member> present) {
        installed.addAll(present);
    }

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

    /**
     * What runs before the first package: {@code %pretrans} of all that come, {@code %preuntrans} of all that go, and
     * {@code %transfiletriggerun} on what goes.
     */
    public List<ScriptCall> begin(List<Member> coming, List<Member> going) {
        List<ScriptCall> calls = new ArrayList<>();
        coming.forEach(m -> own(m, "pretrans", instances(m) + 1).ifPresent(calls::add));
        going.forEach(m -> own(m, "preuntrans", instances(m) - 1).ifPresent(calls::add));
        transactionTriggers(installed, Moment.UN, going, calls);
        return calls;
    }

    /** What runs before a package's files: {@code %triggerprein} both ways, {@code %pre}. */
    public List<ScriptCall> before(Member member) {
        List<ScriptCall> calls = new ArrayList<>();
        int there = instances(member);
        othersTriggers(member, Moment.PREIN, there, calls);
        ownTriggers(member, Moment.PREIN, there, calls);
        own(member, "pre", there + 1).ifPresent(calls::add);
        return calls;
    }

    /**
     * What runs after a package's files: file triggers of high priority, {@code %post}, {@code %triggerin} both ways, file
     * triggers of low priority. The package counts as installed from here on.
     */
    public List<ScriptCall> after(Member member) {
        installed.add(member);
        fresh.add(member);
        List<ScriptCall> calls = new ArrayList<>();
        int there = instances(member);
        instancesThen.add(there);
        othersFileTriggers(member, member.paths(), Moment.IN, true, calls);
        ownFileTriggers(member, Moment.IN, true, calls);
        own(member, "post", there).ifPresent(calls::add);
        othersTriggers(member, Moment.IN, there, calls);
        ownTriggers(member, Moment.IN, there, calls);
        othersFileTriggers(member, member.paths(), Moment.IN, false, calls);
        ownFileTriggers(member, Moment.IN, false, calls);
        return calls;
    }

    /**
     * What runs before the files of a package that goes: {@code %filetriggerun} of high priority, {@code %triggerun}, both the
     * package's own first, {@code %preun}, {@code %filetriggerun} of low priority.
     */
    public List<ScriptCall> erasing(Member member) {
        List<ScriptCall> calls = new ArrayList<>();
        int left = instances(member) - 1;
        List<String> leaving = leaving(member);
        ownFileTriggers(member, Moment.UN, true, calls);
        othersFileTriggers(member, leaving, Moment.UN, true, calls);
        ownTriggers(member, Moment.UN, left, calls);
        othersTriggers(member, Moment.UN, left, calls);
        own(member, "preun", left).ifPresent(calls::add);
        ownFileTriggers(member, Moment.UN, false, calls);
        othersFileTriggers(member, leaving, Moment.UN, false, calls);
        return calls;
    }

    /**
     * What runs when the files of a package are gone: {@code %filetriggerpostun} of high priority, {@code %postun},
     * {@code %triggerpostun} of others, {@code %filetriggerpostun} of low priority. The package is not installed any more.
     */
    public List<ScriptCall> erased(Member member) {
        installed.remove(member);
        gone.add(member);
        List<ScriptCall> calls = new ArrayList<>();
        int left = instances(member);
        List<String> leaving = leaving(member);
        othersFileTriggers(member, leaving, Moment.POSTUN, true, calls);
        own(member, "postun", left).ifPresent(calls::add);
        othersTriggers(member, Moment.POSTUN, left, calls);
        othersFileTriggers(member, leaving, Moment.POSTUN, false, calls);
        return calls;
    }

    /**
     * What runs after the last package: {@code %posttrans} of all that came, {@code %postuntrans} of all that went,
     * {@code %transfiletriggerin} on what came (a package that brings such a trigger gets the paths of all), and
     * {@code %transfiletriggerpostun} on what went, without its paths.
     */
    public List<ScriptCall> end() {
        List<ScriptCall> calls = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            own(fresh.get(i), "posttrans", instancesThen.get(i)).ifPresent(calls::add);
        }
        gone.forEach(m -> own(m, "postuntrans", instances(m)).ifPresent(calls::add));
        List<Member> stayed = installed.stream().filter(m -> !fresh.contains(m)).toList();
        transactionTriggers(stayed, Moment.IN, fresh, calls);
        transactionTriggers(fresh, Moment.IN, installed, calls);
        List<ScriptCall> late = new ArrayList<>();
        transactionTriggers(stayed, Moment.POSTUN, gone, late);
        late.forEach(call -> calls.add(call.withoutInput()));
        return calls;
    }

    private static void transactionTriggers(
            List<Member> owners, Moment moment, List<Member> sources, List<ScriptCall> to) {
        for (Member owner : owners) {
            for (Trigger trigger : sorted(owner, Scope.TRANSACTION, moment)) {
                add(to, new Fired(owner, trigger), filesBelow(sources, trigger));
            }
        }
    }

    /** How many packages of that name are installed. */
    private int instances(Member member) {
        return (int) installed.stream()
                .filter(m -> m.nevra().name().equals(member.nevra().name()))
                .count();
    }

    private static Optional<ScriptCall> own(Member member, String kind, int instances) {
        return member.scripts()
                .scriptlet(kind)
                .map(script -> call(member, kind, script, instances, OptionalInt.empty()));
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
     * Triggers of installed packages that this one sets off.
     *
     * @param count how many instances of this package are installed
     */
    private void othersTriggers(Member member, Moment moment, int count, List<ScriptCall> to) {
        for (Member owner : installed) {
            if (moment == Moment.UN && owner == member) {
                continue;
            }
            // Of triggers on the same package the first one runs, and no other.
            matching(owner, moment, member)
                    .ifPresent(t -> to.add(call(owner, t.kind(), t.script(), instances(owner), OptionalInt.of(count))));
        }
    }

    /** Triggers of this package that installed ones set off. */
    private void ownTriggers(Member member, Moment moment, int count, List<ScriptCall> to) {
        for (Trigger trigger : member.scripts().triggers(Scope.PACKAGE)) {
            installed.stream()
                    .filter(source -> matching(member, moment, source)
                            .filter(trigger::equals)
                            .isPresent())
                    .findFirst()
                    .ifPresent(source -> to.add(
                            call(member, trigger.kind(), trigger.script(), count, OptionalInt.of(instances(source)))));
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

    /** What goes with a package: not what others have too, such as the version that took its place. */
    private List<String> leaving(Member member) {
        Set<String> shared = new HashSet<>();
        installed.stream().filter(m -> m != member).forEach(m -> shared.addAll(m.paths()));
        return member.paths().stream().filter(path -> !shared.contains(path)).toList();
    }

    /**
     * File triggers of installed packages on this one's files.
     *
     * @param paths those of its paths that come, or go
     */
    private void othersFileTriggers(
            Member member, List<String> paths, Moment moment, boolean early, List<ScriptCall> to) {
        List<Fired> fired = new ArrayList<>();
        for (Member owner : installed) {
            if (moment == Moment.IN || owner != member) {
                owner.scripts().triggers(Scope.FILES).forEach(t -> fired.add(new Fired(owner, t)));
            }
        }
        // The sort is stable: packages in the order in which they came, triggers in that of the header.
        fired.sort(Comparator.comparingLong((Fired f) -> f.trigger.priority()).reversed());
        for (Fired each : fired) {
            if (runs(each.trigger, moment, early)) {
                add(to, each, filesOf(paths, each.trigger));
            }
        }
    }

    /** This package's file triggers on the files of others. */
    private void ownFileTriggers(Member member, Moment moment, boolean early, List<ScriptCall> to) {
        List<Member> others = installed.stream().filter(m -> m != member).toList();
        for (Trigger trigger : sorted(member, Scope.FILES, moment)) {
            if (runs(trigger, moment, early)) {
                add(to, new Fired(member, trigger), filesBelow(others, trigger));
            }
        }
    }

    private static boolean runs(Trigger trigger, Moment moment, boolean early) {
        return trigger.moment() == moment && (trigger.priority() >= Trigger.EARLY) == early;
    }

    private static List<Trigger> sorted(Member member, Scope scope, Moment moment) {
        return member.scripts().triggers(scope).stream()
                .filter(t -> t.moment() == moment)
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
    private static List<String> filesOf(List<String> paths, Trigger trigger) {
        List<String> files = new ArrayList<>();
        for (Condition condition : trigger.conditions()) {
            addFiles(paths, condition.name(), files);
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
                    addFiles(member.paths(), prefix, files);
                }
            }
        }
        return files;
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static void addFiles(List<String> paths, String prefix, List<String> to) {
        for (String path : paths) {
            if (path.startsWith(prefix)) {
                to.add(path);
            }
        }
    }
}
