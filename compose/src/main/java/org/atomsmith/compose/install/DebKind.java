package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.atomsmith.compose.tree.PackageTree;

/** TEMPORARY. */
final class DebKind implements PackageKind {
    private static final String DB = "usr/lib/sysimage/dpkg";

    @Override
    public String name() {
        return "deb";
    }

    @Override
    public SortedMap<String, byte[]> initialFiles() {
        SortedMap<String, byte[]> f = new TreeMap<>();
        f.put("var/lib/dpkg", "-> ../../usr/lib/sysimage/dpkg".getBytes());
        for (String n : List.of("available", "diversions", "statoverride", "triggers/File", "triggers/Unincorp")) {
            f.put(DB + "/" + n, new byte[0]);
        }
        f.put(DB + "/info/format", "1\n".getBytes());
        f.put(DB + "/arch", "amd64\n".getBytes());
        return f;
    }

    private Optional<ScriptletCall> call(PackageTree t, String phase, String script, List<String> args) {
        if (t.header().scriptlets().stream().noneMatch(s -> s.phase().equals(phase))) {
            return Optional.empty();
        }
        String arch = t.nevra().arch().equals("noarch") ? "all" : "amd64";
        String control = t.header().attributes().get("deb.control");
        String base = t.nevra().name() + (control.contains("Multi-Arch: same") ? ":amd64" : "");
        TreeMap<String, String> env = new TreeMap<>(Map.of(
                "DPKG_MAINTSCRIPT_PACKAGE", t.nevra().name(),
                "DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT", "1",
                "DPKG_MAINTSCRIPT_ARCH", arch,
                "DPKG_MAINTSCRIPT_NAME", script,
                "DPKG_MAINTSCRIPT_DEBUG", "0",
                "DPKG_RUNNING_VERSION", "1.22.21",
                "DPKG_ADMINDIR", "/var/lib/dpkg",
                "DPKG_ROOT", "",
                "DEBIAN_FRONTEND", "noninteractive",
                "DEBCONF_NONINTERACTIVE_SEEN", "true"));
        boolean pre = phase.equals("pre");
        List<String> c = new ArrayList<>(
                List.of(pre ? "/var/lib/dpkg/tmp.ci/preinst" : "/var/lib/dpkg/info/" + base + "." + script));
        c.addAll(args);
        Optional<String> body = pre
                ? t.header().scriptlets().stream()
                        .filter(x -> x.phase().equals(phase))
                        .map(x -> x.body())
                        .findFirst()
                : Optional.empty();
        return Optional.of(new ScriptletCall(t.nevra().name(), script + " " + args.getFirst(), c, body, "", env));
    }

    @Override
    public Optional<ScriptletCall> beforeUnpack(PackageTree tree) {
        return call(tree, "pre", "preinst", List.of("install"));
    }

    @Override
    public Optional<ScriptletCall> afterUnpack(PackageTree tree) {
        return call(tree, "post", "postinst", List.of("configure", ""));
    }

    @Override
    public List<ScriptletCall> atEnd(List<PackageTree> installed, Path root, int round) throws IOException {
        List<ScriptletCall> calls = new ArrayList<>();
        if (round > 0) {
            return calls;
        }
        for (PackageTree t : installed) {
            String triggers = t.header().attributes().getOrDefault("deb.triggers", "");
            List<String> names = new ArrayList<>();
            for (String line : triggers.split("\n")) {
                if (line.startsWith("interest")) {
                    names.add(line.split("\\s+")[1]);
                }
            }
            if (!names.isEmpty()) {
                call(t, "post", "postinst", List.of("triggered", String.join(" ", names)))
                        .ifPresent(calls::add);
            }
        }
        Files.writeString(root.resolve(DB + "/triggers/Unincorp"), "");
        return calls;
    }

    @Override
    public SortedMap<String, byte[]> database(List<PackageTree> installed) {
        StringBuilder s = new StringBuilder();
        installed.stream().sorted(Comparator.comparing(p -> p.nevra().name())).forEach(p -> {
            String c = p.header().attributes().get("deb.control").strip();
            int nl = c.indexOf('\n');
            s.append(c, 0, nl)
                    .append("\nStatus: install ok installed")
                    .append(c.substring(nl))
                    .append("\n\n");
        });
        return new TreeMap<>(Map.of(DB + "/status", s.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Map<String, Diversion> diversions(Path root) throws IOException {
        Map<String, Diversion> d = new TreeMap<>();
        List<String> l = Files.readAllLines(root.resolve(DB + "/diversions"));
        for (int i = 0; i + 2 < l.size(); i += 3) {
            d.put(l.get(i).substring(1), new Diversion(l.get(i + 1).substring(1), l.get(i + 2)));
        }
        return d;
    }

    @Override
    public boolean mayReplace(PackageTree later, PackageTree earlier) {
        return later.header()
                .attributes()
                .get("deb.control")
                .lines()
                .anyMatch(x ->
                        x.startsWith("Replaces:") && x.contains(earlier.nevra().name()));
    }
}
