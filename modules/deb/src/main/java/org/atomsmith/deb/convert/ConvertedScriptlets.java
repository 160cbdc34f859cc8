package org.atomsmith.deb.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.deb.DpkgDatabase;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageHeader.Scriptlet;

/**
 * Maintainer scripts as scriptlets that rpm can run. dpkg's scripts are told by words what happens to the package, rpm's by
 * how many versions of it will be there: the scriptlets translate one into the other. Those that run while the package's
 * files are there call them in dpkg's database, where the package brings them; the others carry them along. Debian's
 * triggers have no scriptlet: their interest is in the header's attributes.
 */
final class ConvertedScriptlets {
    private static final String SHELL = "/bin/sh";
    private static final String DATABASE = "/" + DpkgDatabase.DIRECTORY;
    private static final Map<String, String> SCRIPTS =
            Map.of("pre", "preinst", "post", "postinst", "preun", "prerm", "postun", "postrm");
    private static final String END = "ATOMSMITH_MAINTAINER_SCRIPT";

    private ConvertedScriptlets() {}

    /**
     * The scriptlets of a package.
     *
     * @param databaseName what its files are called in dpkg's database
     * @param arch in Debian's spelling
     */
    static List<Scriptlet> of(PackageHeader header, String databaseName, String arch) {
        List<Scriptlet> scriptlets = new ArrayList<>();
        for (String phase : List.of("pre", "post", "preun", "postun")) {
            header.scriptlets().stream()
                    .filter(s -> s.phase().equals(phase))
                    .findFirst()
                    .ifPresent(s -> scriptlets.add(
                            new Scriptlet(phase, SHELL, body(s, header.nevra().name(), databaseName, arch))));
        }
        return scriptlets;
    }

    private static String body(Scriptlet scriptlet, String name, String databaseName, String arch) {
        String script = SCRIPTS.getOrDefault(scriptlet.phase(), "");
        StringBuilder body = new StringBuilder();
        body.append(arguments(scriptlet.phase()));
        export(body, "DPKG_MAINTSCRIPT_NAME", script);
        export(body, "DPKG_MAINTSCRIPT_PACKAGE", name);
        export(body, "DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT", "1");
        export(body, "DPKG_MAINTSCRIPT_ARCH", arch);
        export(body, "DPKG_ROOT", "");
        export(body, "DPKG_ADMINDIR", DATABASE);
        body.append("export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true\n");
        boolean isInstalled =
                scriptlet.phase().equals("post") || scriptlet.phase().equals("preun");
        if (isInstalled) {
            String path = DATABASE + "/info/" + databaseName + "." + script;
            return body.append("[ ! -x ")
                    .append(path)
                    .append(" ] || ")
                    .append(path)
                    .append(" \"$@\"\n")
                    .toString();
        }
        if (scriptlet.body().isEmpty()) {
            return body.append(": # the original is no text\n").toString();
        }
        body.append("script=$(mktemp) || exit 1\ncat > \"$script\" <<'")
                .append(END)
                .append("'\n");
        body.append(scriptlet.body());
        body.append(scriptlet.body().endsWith("\n") ? "" : "\n").append(END).append('\n');
        body.append("chmod 700 \"$script\"\n\"$script\" \"$@\"\nstatus=$?\nrm -f \"$script\"\nexit $status\n");
        return body.toString();
    }

    /** rpm's count of versions that there will be, as dpkg's words. */
    private static String arguments(String phase) {
        return switch (phase) {
            case "pre" -> "if [ \"$1\" -gt 1 ]; then set -- upgrade 0; else set -- install; fi\n";
            case "post" -> "if [ \"$1\" -gt 1 ]; then set -- configure 0; else set -- configure ''; fi\n";
            default -> "if [ \"$1\" -gt 0 ]; then set -- upgrade 0; else set -- remove; fi\n";
        };
    }

    private static void export(StringBuilder body, String name, String value) {
        body.append("export ").append(name).append("='").append(value).append("'\n");
    }
}
