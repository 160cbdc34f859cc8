package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.scriptlet.InstallTransaction;
import org.atomsmith.rpm.scriptlet.Macros;
import org.atomsmith.rpm.scriptlet.PackageScripts;
import org.atomsmith.rpm.scriptlet.PackageScriptsText;
import org.atomsmith.rpm.scriptlet.Script;
import org.atomsmith.rpm.scriptlet.ScriptCall;

/** The scriptlets of RPM packages in rpm's order, but for those that cannot be right in an image ({@link RpmExceptions}). */
final class RpmScriptlets implements ScriptletPlan {
    private static final String LDCONFIG = "/sbin/ldconfig";
    private static final String SYSTEMCTL = "/usr/bin/systemctl";

    private final InstallTransaction transaction;
    private final Map<Nevra, InstallTransaction.Member> members =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    private final List<InstallTransaction.Member> coming;
    private final List<InstallTransaction.Member> going;
    private final Macros macros;
    private final boolean needsLibraryCache;
    private int count;

    /** A plan of a change, of whose files the filter leaves out some. */
    RpmScriptlets(PackageChange change, PayloadFilter filter, String arch) throws IOException {
        this.macros = Macros.of(arch, filter.languages());
        this.transaction = new InstallTransaction(members(change.present(), filter));
        this.coming = members(change.coming(), filter);
        this.going = change.going().stream().map(this::member).toList();
        this.needsLibraryCache = Stream.concat(coming.stream(), going.stream())
                .flatMap(m -> m.scripts().scriptlets().values().stream())
                .anyMatch(RpmExceptions::isLibraryCache);
    }

    private List<InstallTransaction.Member> members(List<PackageTree> trees, PayloadFilter filter) throws IOException {
        List<InstallTransaction.Member> added = new ArrayList<>();
        for (PackageTree tree : trees) {
            PackageScripts scripts = PackageScriptsText.of(tree.header());
            InstallTransaction.Member member =
                    new InstallTransaction.Member(tree.nevra(), scripts, paths(tree, filter));
            members.put(tree.nevra(), member);
            added.add(member);
        }
        return added;
    }

    /** What rpm's database would list: files that are not installed are not in it, those that are made later are. */
    private static List<String> paths(PackageTree tree, PayloadFilter filter) {
        return tree.entries().stream()
                .filter(e -> filter.lists(tree.nevra().name(), e))
                .map(e -> "/" + e.path())
                .sorted()
                .toList();
    }

    @Override
    public List<ScriptletCall> begin() {
        return calls(transaction.begin(coming, going));
    }

    @Override
    public List<ScriptletCall> before(PackageTree tree) throws IOException {
        InstallTransaction.Member member = member(tree);
        List<ScriptletCall> calls = new ArrayList<>();
        if (!member.scripts().accounts().isEmpty()) {
            calls.add(new ScriptletCall(
                    tree.nevra().name(),
                    "%sysusers",
                    List.of(SysusersLines.NAME),
                    Optional.empty(),
                    String.join("\n", member.scripts().accounts()) + "\n",
                    new TreeMap<>()));
        }
        calls.addAll(calls(transaction.before(member)));
        return calls;
    }

    @Override
    public List<ScriptletCall> after(PackageTree tree) {
        return calls(transaction.after(member(tree)));
    }

    @Override
    public List<ScriptletCall> beforeRemoval(PackageTree tree) {
        return calls(transaction.erasing(member(tree)));
    }

    @Override
    public List<ScriptletCall> afterRemoval(PackageTree tree) {
        return calls(transaction.erased(member(tree)));
    }

    @Override
    public List<ScriptletCall> end(Path root) throws IOException {
        List<ScriptletCall> calls = new ArrayList<>();
        if (needsLibraryCache
                && LinuxFiles.find(root.resolve(LDCONFIG.substring(1))).isPresent()) {
            calls.add(plain("ldconfig", List.of(LDCONFIG)));
        }
        calls.addAll(calls(transaction.end()));
        return calls;
    }

    @Override
    public List<ScriptletCall> finish(Path root) throws IOException {
        Path noted = root.resolve(RpmExceptions.PRESETS);
        List<ScriptletCall> calls = new ArrayList<>();
        if (LinuxFiles.find(noted).isPresent()
                && LinuxFiles.find(root.resolve(SYSTEMCTL.substring(1))).isPresent()) {
            for (String line : Files.readAllLines(noted, StandardCharsets.UTF_8).stream()
                    .distinct()
                    .toList()) {
                List<String> command = new ArrayList<>(List.of(SYSTEMCTL));
                command.addAll(List.of(line.strip().split("\\s+")));
                calls.add(plain("systemctl preset", command));
            }
        }
        return calls;
    }

    @Override
    public Set<String> leftovers() {
        return Set.of(RpmExceptions.STATE);
    }

    private InstallTransaction.Member member(PackageTree tree) {
        InstallTransaction.Member member = members.get(tree.nevra());
        if (member == null) {
            throw new IllegalArgumentException(tree.nevra() + " is not in the plan");
        }
        return member;
    }

    private List<ScriptletCall> calls(List<ScriptCall> planned) {
        return planned.stream()
                .filter(c -> !RpmExceptions.isSkipped(c))
                .map(this::call)
                .toList();
    }

    private static ScriptletCall plain(String phase, List<String> command) {
        return new ScriptletCall("the packages together", phase, command, Optional.empty(), "", new TreeMap<>());
    }

    private ScriptletCall call(ScriptCall planned) {
        Script script = planned.script();
        String body = script.body();
        if (script.expands()) {
            body = macros.expand(body);
        }
        if (script.describes()) {
            body = Macros.describe(body, planned.owner());
        }
        SortedMap<String, String> environment = new TreeMap<>();
        for (int i = 0; i < planned.prefixes().size(); i++) {
            environment.putIfAbsent("RPM_INSTALL_PREFIX", planned.prefixes().get(i));
            environment.put("RPM_INSTALL_PREFIX" + i, planned.prefixes().get(i));
        }
        String name = planned.owner().name();
        String phase = "%" + planned.kind();
        String input = planned.input().isEmpty() ? "" : String.join("\n", planned.input()) + "\n";
        List<String> command = new ArrayList<>(script.program());
        if (body.isEmpty()) {
            return new ScriptletCall(name, phase, command, Optional.empty(), input, environment);
        }
        ScriptletCall.LentFile file =
                new ScriptletCall.LentFile(BuildRoot.SCRIPTLETS + name + "." + planned.kind() + "." + count++, body);
        command.add(file.path());
        command.addAll(planned.arguments());
        return new ScriptletCall(name, phase, command, Optional.of(file), input, environment);
    }
}
