package org.atomsmith.rpm.scriptlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.scriptlet.InstallTransaction.Member;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;
import org.junit.jupiter.api.Test;

/** What runs when packages of a system are exchanged and go; rpm itself is the judge in tests of whole hosts. */
class InstallTransactionTest {
    private final Member old = member("lib", "1", List.of("/usr/lib/lib", "/usr/lib/old"));
    private final Member by = member("lib", "2", List.of("/usr/lib/lib"));
    private final Member watch = watching();

    @Test
    void an_exchange_runs_what_rpm_runs() {
        InstallTransaction transaction = new InstallTransaction(List.of(old, watch));
        List<ScriptCall> calls = new ArrayList<>(transaction.begin(List.of(by), List.of(old)));
        calls.addAll(transaction.before(by));
        calls.addAll(transaction.after(by));
        calls.addAll(removal(transaction));
        assertThat(calls.stream().map(InstallTransactionTest::text))
                .containsExactly(
                        "pretrans(lib-2-1) 2",
                        "pre(lib-2-1) 2",
                        "post(lib-2-1) 2",
                        "triggerin(watch-1-1) 1 2",
                        "filetriggerun(watch-1-1) 0 /usr/lib/old",
                        "triggerun(watch-1-1) 1 1",
                        "preun(lib-1-1) 1",
                        "postun(lib-1-1) 1",
                        "posttrans(lib-2-1) 2",
                        "transfiletriggerpostun(watch-1-1) 0");
    }

    @Test
    void what_goes_for_good_is_told_that_none_is_left() {
        InstallTransaction transaction = new InstallTransaction(List.of(old, watch));
        List<ScriptCall> calls = new ArrayList<>(transaction.begin(List.of(), List.of(old)));
        calls.addAll(removal(transaction));
        assertThat(calls.stream().map(InstallTransactionTest::text))
                .containsExactly(
                        "filetriggerun(watch-1-1) 0 /usr/lib/lib /usr/lib/old",
                        "triggerun(watch-1-1) 1 0",
                        "preun(lib-1-1) 0",
                        "postun(lib-1-1) 0",
                        "transfiletriggerpostun(watch-1-1) 0");
    }

    private List<ScriptCall> removal(InstallTransaction transaction) {
        List<ScriptCall> calls = new ArrayList<>(transaction.erasing(old));
        calls.addAll(transaction.erased(old));
        calls.addAll(transaction.end());
        return calls;
    }

    private static String text(ScriptCall call) {
        String owner = call.owner().name() + "-" + call.owner().evr();
        return (call.kind() + "(" + owner + ") " + String.join(" ", call.arguments()) + " "
                        + String.join(" ", call.input()))
                .strip();
    }

    private static Script script() {
        return new Script(List.of(), "true", false, false);
    }

    private static Nevra nevra(String name, String version) {
        return new Nevra(name, new Evr(0, version, "1"), "noarch");
    }

    private static Member member(String name, String version, List<String> paths) {
        SortedMap<String, Script> scriptlets = new TreeMap<>();
        for (String kind : List.of("pretrans", "pre", "post", "preun", "postun", "posttrans")) {
            scriptlets.put(kind, script());
        }
        return new Member(nevra(name, version), new PackageScripts(scriptlets, List.of(), List.of(), List.of()), paths);
    }

    private static Member watching() {
        List<Trigger> triggers = new ArrayList<>();
        Condition lib = new Condition("lib", Comparison.ANY, Optional.empty());
        Condition path = new Condition("/usr/lib", Comparison.ANY, Optional.empty());
        triggers.add(new Trigger(Scope.PACKAGE, Moment.IN, script(), 0, List.of(lib)));
        triggers.add(new Trigger(Scope.PACKAGE, Moment.UN, script(), 0, List.of(lib)));
        triggers.add(new Trigger(Scope.FILES, Moment.UN, script(), Trigger.DEFAULT_PRIORITY, List.of(path)));
        triggers.add(new Trigger(Scope.TRANSACTION, Moment.POSTUN, script(), Trigger.DEFAULT_PRIORITY, List.of(path)));
        return new Member(
                nevra("watch", "1"), new PackageScripts(new TreeMap<>(), triggers, List.of(), List.of()), List.of());
    }
}
