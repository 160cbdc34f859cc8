package org.atomsmith.deb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.deb.StatusFile.Installed;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;

/**
 * Plans the calls that dpkg makes when packages are installed, exchanged for another version, and purged: Debian Policy
 * 6.5 to 6.8; arguments and environment as dpkg 1.21 was seen to pass them. Nothing runs here.
 */
public final class MaintainerScripts {
    private static final String INFO = "/var/lib/dpkg/info/";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<Nevra, Installed> installed;
    private final String dpkgVersion;

    private MaintainerScripts(Map<Nevra, Installed> installed, String dpkgVersion) {
        this.installed = installed;
        this.dpkgVersion = dpkgVersion;
    }

    /**
     * Prepares calls for these packages.
     *
     * @param packages everything that will be installed; scripts are told the version of the dpkg among them
     * @throws IOException when a control paragraph is malformed
     */
    public static MaintainerScripts of(Collection<PackageHeader> packages) throws IOException {
        Map<Nevra, Installed> installed = new HashMap<>();
        String dpkgVersion = "1.22.0";
        for (PackageHeader header : packages) {
            installed.put(header.nevra(), Installed.of(header));
            if (header.nevra().name().equals("dpkg")) {
                dpkgVersion = header.nevra().evr().version();
            }
        }
        return new MaintainerScripts(installed, dpkgVersion);
    }

    /** {@code preinst install}, before the package's files count as unpacked; empty when it has no such script. */
    public Optional<ScriptCall> preinst(PackageHeader header) {
        return preinst(header, Optional.empty());
    }

    /**
     * {@code preinst install}, or {@code preinst upgrade old new} when another version is there.
     *
     * @param old the version that it replaces
     */
    public Optional<ScriptCall> preinst(PackageHeader header, Optional<PackageHeader> old) {
        List<String> arguments =
                old.isEmpty() ? List.of("install") : List.of("upgrade", version(old.get()), version(header));
        return call(header, "pre", "preinst", arguments)
                // debconf tells whose templates these are by a path that only dpkg's own unpacking has.
                .map(call -> {
                    SortedMap<String, String> environment = new TreeMap<>(call.environment());
                    environment.put("DEBCONF_PACKAGE", header.nevra().name());
                    return new ScriptCall(call.packageName(), call.script(), call.arguments(), environment);
                });
    }

    /** {@code postinst configure ''}: no version was configured before; empty when it has no such script. */
    public Optional<ScriptCall> postinst(PackageHeader header) {
        return postinst(header, Optional.empty());
    }

    /** {@code postinst configure old}: the version that was configured before, or none. */
    public Optional<ScriptCall> postinst(PackageHeader header, Optional<PackageHeader> old) {
        return call(
                header,
                "post",
                "postinst",
                List.of("configure", old.map(MaintainerScripts::version).orElse("")));
    }

    /** {@code prerm remove}, or {@code prerm upgrade new}, before the package's files go. */
    public Optional<ScriptCall> prerm(PackageHeader header, Optional<PackageHeader> successor) {
        return call(
                header,
                "preun",
                "prerm",
                successor.map(s -> List.of("upgrade", version(s))).orElse(List.of("remove")));
    }

    /** {@code postrm remove} and {@code postrm purge}, or {@code postrm upgrade new}, when the package's files are gone. */
    public List<ScriptCall> postrm(PackageHeader header, Optional<PackageHeader> successor) {
        List<List<String>> all = successor
                .map(s -> List.of(List.of("upgrade", version(s))))
                .orElse(List.of(List.of("remove"), List.of("purge")));
        List<ScriptCall> calls = new ArrayList<>();
        all.forEach(arguments -> call(header, "postun", "postrm", arguments).ifPresent(calls::add));
        return calls;
    }

    private static String version(PackageHeader header) {
        return header.nevra().evr().toString();
    }

    /** {@code postinst triggered "names"}; empty when the package has no such script. */
    public Optional<ScriptCall> triggered(DebTriggers.Pending pending) {
        return call(pending.header(), "post", "postinst", List.of("triggered", String.join(" ", pending.triggers())));
    }

    /** All {@code preinst} calls in the given order. */
    public List<ScriptCall> preinsts(Collection<PackageHeader> inOrder) {
        List<ScriptCall> calls = new ArrayList<>();
        inOrder.forEach(header -> preinst(header).ifPresent(calls::add));
        return calls;
    }

    /** All {@code postinst configure} calls in the given order. */
    public List<ScriptCall> postinsts(Collection<PackageHeader> inOrder) {
        List<ScriptCall> calls = new ArrayList<>();
        inOrder.forEach(header -> postinst(header).ifPresent(calls::add));
        return calls;
    }

    private Optional<ScriptCall> call(PackageHeader header, String phase, String script, List<String> arguments) {
        if (header.scriptlets().stream().noneMatch(s -> s.phase().equals(phase))) {
            return Optional.empty();
        }
        Installed of = Optional.ofNullable(installed.get(header.nevra()))
                .orElseThrow(() -> new IllegalArgumentException(header.nevra() + " is not among the packages"));
        String path = INFO + of.databaseName() + "." + script;
        return Optional.of(new ScriptCall(of.name(), path, arguments, environment(of, script)));
    }

    private SortedMap<String, String> environment(Installed of, String script) {
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("DEBCONF_NONINTERACTIVE_SEEN", "true");
        environment.put("DEBIAN_FRONTEND", "noninteractive");
        environment.put("DPKG_ADMINDIR", "/var/lib/dpkg");
        environment.put("DPKG_FORCE", "security-mac,downgrade");
        environment.put("DPKG_MAINTSCRIPT_ARCH", of.architecture());
        environment.put("DPKG_MAINTSCRIPT_DEBUG", "0");
        environment.put("DPKG_MAINTSCRIPT_NAME", script);
        environment.put("DPKG_MAINTSCRIPT_PACKAGE", of.name());
        environment.put("DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT", "1");
        environment.put("DPKG_ROOT", "");
        environment.put("DPKG_RUNNING_VERSION", dpkgVersion);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("PATH", PATH);
        return environment;
    }
}
