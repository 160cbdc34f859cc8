package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.deb.ControlText;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.DebReplaces;
import org.atomsmith.deb.DebTriggers;
import org.atomsmith.deb.Diversions;
import org.atomsmith.deb.DpkgDatabase;
import org.atomsmith.deb.MaintainerScripts;
import org.atomsmith.deb.ScriptCall;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;

/** Debian packages: maintainer scripts as dpkg calls them, with its database beside them, and its triggers at the end. */
final class DebKind implements PackageKind {
    private static final String DATABASE = DpkgDatabase.DIRECTORY + "/";
    private static final String UNINCORPORATED = "triggers/Unincorp";

    private final String arch;
    private final MaintainerScripts scripts;
    private final Map<Nevra, Set<String>> replaces = new HashMap<>();

    /**
     * The kind, for one installation.
     *
     * @param packages everything that will be installed
     * @param arch in RPM's spelling
     */
    DebKind(Collection<PackageHeader> packages, String arch) throws IOException {
        this.arch = arch;
        this.scripts = MaintainerScripts.of(packages);
        for (PackageHeader header : packages) {
            replaces.put(
                    header.nevra(),
                    new HashSet<>(DebReplaces.names(header.attributes().getOrDefault(DebFormat.CONTROL, ""))));
        }
    }

    @Override
    public String name() {
        return "deb";
    }

    @Override
    public SortedMap<String, byte[]> initialFiles() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        DpkgDatabase.files(List.of(), arch)
                .forEach((path, text) -> files.put(DATABASE + path, text.getBytes(StandardCharsets.UTF_8)));
        for (String folder : DpkgDatabase.FOLDERS) {
            files.put(DATABASE + folder + "/", new byte[0]);
        }
        files.put("var/lib/dpkg", ("-> ../../" + DpkgDatabase.DIRECTORY).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @Override
    public Optional<ScriptletCall> beforeUnpack(PackageTree tree, Optional<PackageTree> old) {
        Optional<String> body = tree.header().scriptlets().stream()
                .filter(s -> s.phase().equals("pre"))
                .map(PackageHeader.Scriptlet::body)
                .findFirst();
        return scripts.preinst(tree.header(), old.map(PackageTree::header)).map(call -> scriptlet(call, body));
    }

    @Override
    public Optional<ScriptletCall> afterUnpack(PackageTree tree, Optional<PackageTree> old) {
        return scripts.postinst(tree.header(), old.map(PackageTree::header))
                .map(call -> scriptlet(call, Optional.empty()));
    }

    @Override
    public List<ScriptletCall> beforeRemoval(PackageTree tree, Optional<PackageTree> successor) {
        return scripts.prerm(tree.header(), successor.map(PackageTree::header)).stream()
                .map(call -> scriptlet(call, Optional.empty()))
                .toList();
    }

    @Override
    public List<ScriptletCall> afterRemoval(PackageTree tree, Optional<PackageTree> successor) {
        return scripts.postrm(tree.header(), successor.map(PackageTree::header)).stream()
                .map(call -> scriptlet(call, Optional.empty()))
                .toList();
    }

    @Override
    public Set<String> scriptletFiles(PackageTree tree) {
        return tree.entries().stream()
                .map(PackageTree.Entry::path)
                .filter(path -> path.startsWith(DATABASE + "info/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public boolean isEdited(PackageTree tree, String path, byte[] content) {
        String original = "/" + path + " " + md5(content);
        return tree.header()
                .attributes()
                .getOrDefault(DebFormat.CONFFILES, "")
                .lines()
                .noneMatch(line -> line.equals(original) || line.startsWith(original + " "));
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<ScriptletCall> atEnd(List<PackageTree> installed, List<PackageTree> changed, Path root, int round)
            throws IOException {
        Path unincorporated = root.resolve(DATABASE + UNINCORPORATED);
        String activated = Files.isRegularFile(unincorporated) ? Files.readString(unincorporated) : "";
        Files.deleteIfExists(unincorporated);
        List<DebTriggers.Arrival> arrivals = new ArrayList<>();
        if (round == 0) {
            for (PackageTree tree : changed) {
                arrivals.add(new DebTriggers.Arrival(
                        tree.header(),
                        tree.entries().stream().map(PackageTree.Entry::path).toList()));
            }
        }
        List<PackageHeader> headers =
                installed.stream().map(PackageTree::header).toList();
        List<ScriptletCall> calls = new ArrayList<>();
        for (DebTriggers.Pending pending : DebTriggers.of(headers).pending(arrivals, activated)) {
            scripts.triggered(pending).ifPresent(call -> calls.add(scriptlet(call, Optional.empty())));
        }
        return calls;
    }

    @Override
    public SortedMap<String, byte[]> database(List<PackageTree> installed) throws IOException {
        List<PackageHeader> headers =
                installed.stream().map(PackageTree::header).toList();
        SortedMap<String, byte[]> files = new TreeMap<>();
        DpkgDatabase.files(headers, arch).forEach((path, text) -> {
            // What scripts write to stays as they left it.
            boolean ours = path.equals("status") || (path.startsWith("triggers/") && !path.equals(UNINCORPORATED));
            if (ours) {
                files.put(DATABASE + path, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return files;
    }

    @Override
    public Map<String, Diversion> diversions(Path root) throws IOException {
        Path file = root.resolve(DATABASE + "diversions");
        Map<String, Diversion> result = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            for (Diversions.Diversion d : Diversions.parse(Files.readString(file), "/" + DATABASE + "diversions")
                    .all()) {
                result.put(d.from(), new Diversion(d.to(), d.owner()));
            }
        }
        return result;
    }

    @Override
    public SortedMap<String, String> attributes(RpmPackage described) {
        return new TreeMap<>(Map.of(DebFormat.CONTROL, ControlText.of(described)));
    }

    @Override
    public SortedMap<String, byte[]> listing(String name, Collection<String> paths) {
        StringBuilder list = new StringBuilder("/.\n");
        paths.forEach(path -> list.append('/').append(path).append('\n'));
        return new TreeMap<>(
                Map.of(DATABASE + "info/" + name + ".list", list.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public SandboxFiles sandboxFiles() {
        return SandboxFiles.debian();
    }

    @Override
    public boolean keepsWrittenConfiguration() {
        return true;
    }

    @Override
    public boolean mayReplace(PackageTree later, PackageTree earlier) {
        return replaces.getOrDefault(later.nevra(), Set.of())
                .contains(earlier.nevra().name());
    }

    private static ScriptletCall scriptlet(ScriptCall call, Optional<String> body) {
        List<String> command = new ArrayList<>();
        command.add(call.script());
        command.addAll(call.arguments());
        String phase = call.script().substring(call.script().lastIndexOf('.') + 1) + " "
                + call.arguments().getFirst();
        Optional<ScriptletCall.LentFile> lent = body.map(text -> new ScriptletCall.LentFile(call.script(), text));
        return new ScriptletCall(call.packageName(), phase, command, lent, "", call.environment());
    }
}
