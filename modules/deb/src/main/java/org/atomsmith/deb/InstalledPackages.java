package org.atomsmith.deb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;

/** Reads dpkg's database: what {@link DpkgDatabase} and the packages' own files in {@code info} say is installed. */
public final class InstalledPackages {
    private static final Map<String, String> SCRIPTS =
            new TreeMap<>(Map.of("preinst", "pre", "postinst", "post", "prerm", "preun", "postrm", "postun"));

    private InstalledPackages() {}

    /** The database's files, by their path in {@link DpkgDatabase#DIRECTORY}. */
    public interface Files {
        /** Whether a file is there. */
        boolean has(String path);

        /** A file's text; empty when it is not there. */
        Optional<String> text(String path) throws IOException;
    }

    /**
     * One installed package.
     *
     * @param description what it needs and provides, for the solver
     * @param header its control paragraph, conffiles and triggers; scriptlets are there without their text
     * @param paths what it brought, relative to the root, without a leading slash, diverted files where they are
     * @param infoPrefix what its files in {@code info} begin with: {@code name.} or {@code name:arch.}
     */
    public record Installed(RpmPackage description, PackageHeader header, List<String> paths, String infoPrefix) {
        public Installed {
            paths = List.copyOf(paths);
        }
    }

    /** The native architecture, in RPM's spelling; empty when the database does not say. */
    public static Optional<String> arch(Files files) throws IOException {
        return files.text("arch")
                .flatMap(text -> text.lines().findFirst())
                .filter(line -> !line.isBlank())
                .map(line -> DebArch.toRpm(line.strip()));
    }

    /**
     * Every package that is installed and configured, in the database's order.
     *
     * @param arch the native architecture, in RPM's spelling
     * @throws IOException when the database is malformed
     */
    public static List<Installed> read(Files files, String arch) throws IOException {
        String status = files.text("status").orElse("");
        Diversions diversions = Diversions.parse(files.text("diversions").orElse(""), "dpkg/diversions");
        List<Installed> installed = new ArrayList<>();
        for (Deb822.Stanza stanza : Deb822.parse(status, "dpkg/status")) {
            if (stanza.value("Status").endsWith(" installed")) {
                installed.add(one(stanza, files, diversions, arch));
            }
        }
        return installed;
    }

    private static Installed one(Deb822.Stanza stanza, Files files, Diversions diversions, String arch)
            throws IOException {
        String name = stanza.value("Package");
        String prefix =
                name + (stanza.value("Multi-Arch").equals("same") ? ":" + stanza.value("Architecture") : "") + ".";
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put(DebFormat.CONTROL, control(stanza));
        attributes.put(DebFormat.CONFFILES, conffiles(stanza.value("Conffiles")));
        attributes.put(
                DebFormat.TRIGGERS, files.text("info/" + prefix + "triggers").orElse(""));
        List<PackageHeader.Scriptlet> scriptlets = new ArrayList<>();
        for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
            if (files.has("info/" + prefix + script.getKey())) {
                scriptlets.add(new PackageHeader.Scriptlet(script.getValue(), "", ""));
            }
        }
        PackageHeader header = new PackageHeader(PackageMapping.nevra(stanza), scriptlets, attributes);
        List<String> paths = new ArrayList<>();
        for (String line :
                files.text("info/" + prefix + "list").orElse("").lines().toList()) {
            if (line.startsWith("/") && line.length() > 1 && !line.equals("/.")) {
                paths.add(diversions.target(line.substring(1), name));
            }
        }
        RpmPackage.Location nowhere = new RpmPackage.Location("installed", "", 0, "");
        return new Installed(PackageMapping.described(stanza, DebArch.toDeb(arch), nowhere), header, paths, prefix);
    }

    /** The paragraph as the package itself has it: without what dpkg added. */
    private static String control(Deb822.Stanza stanza) {
        StringBuilder text = new StringBuilder();
        for (Deb822.Field field : stanza.fields()) {
            if (!field.name().equals("Status") && !field.name().equals("Conffiles")) {
                String value = field.value();
                text.append(field.name())
                        .append(':')
                        .append(value.startsWith("\n") ? "" : " ")
                        .append(value)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String conffiles(String value) {
        StringBuilder lines = new StringBuilder();
        value.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .forEach(l -> lines.append(l).append('\n'));
        return lines.toString();
    }
}
