package org.atomsmith.rpm.scriptlet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;

/**
 * Macros as scriptlets use them when they run: definitions of places and of the machine, {@code %name}, {@code %{name}},
 * {@code %{?name}}, {@code %{?name:text}}, {@code %{!?name:text}} and {@code %%}. What is not defined stays as it is
 * written. Macros that run programs, or that are functions, are not: {@link IllegalArgumentException} says so.
 */
public final class Macros {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_LENGTH = 1 << 20;

    private final Map<String, Deque<String>> definitions = new HashMap<>();

    private Macros() {}

    /**
     * The macros of a system that is made.
     *
     * @param arch in RPM's spelling
     * @param languages whose translations are installed; absent for all
     */
    public static Macros of(String arch, Optional<List<String>> languages) {
        boolean wide = List.of("x86_64", "aarch64", "ppc64le", "ppc64", "s390x", "riscv64")
                .contains(arch);
        Map<String, String> values = new TreeMap<>();
        values.put("nil", "");
        values.put("_prefix", "/usr");
        values.put("_exec_prefix", "%{_prefix}");
        values.put("_bindir", "%{_exec_prefix}/bin");
        values.put("_sbindir", "%{_exec_prefix}/sbin");
        values.put("_libexecdir", "%{_exec_prefix}/libexec");
        values.put("_datadir", "%{_prefix}/share");
        values.put("_sysconfdir", "/etc");
        values.put("_localstatedir", "/var");
        values.put("_sharedstatedir", "/var/lib");
        values.put("_rundir", "/run");
        values.put("_lib", wide ? "lib64" : "lib");
        values.put("_libdir", "%{_prefix}/%{_lib}");
        values.put("_includedir", "%{_prefix}/include");
        values.put("_mandir", "%{_datadir}/man");
        values.put("_infodir", "%{_datadir}/info");
        values.put("_tmppath", "/var/tmp");
        values.put("_rpmconfigdir", "/usr/lib/rpm");
        values.put("_unitdir", "/usr/lib/systemd/system");
        values.put("_userunitdir", "/usr/lib/systemd/user");
        values.put("_presetdir", "/usr/lib/systemd/system-preset");
        values.put("_tmpfilesdir", "/usr/lib/tmpfiles.d");
        values.put("_sysusersdir", "/usr/lib/sysusers.d");
        values.put("_arch", arch);
        values.put("_host_cpu", arch);
        values.put("_target_cpu", arch);
        values.put("_os", "linux");
        values.put("_install_langs", languages.map(l -> String.join(":", l)).orElse("all"));
        Macros macros = new Macros();
        values.forEach(macros::define);
        return macros;
    }

    /** Defines a macro; the definition before it is back when this one is undefined. */
    public void define(String name, String body) {
        definitions.computeIfAbsent(name, n -> new ArrayDeque<>()).push(body);
    }

    /** Takes a macro's latest definition back. */
    public void undefine(String name) {
        Deque<String> bodies = definitions.get(name);
        if (bodies != null) {
            bodies.pop();
            if (bodies.isEmpty()) {
                definitions.remove(name);
            }
        }
    }

    /** Whether a macro is defined. */
    public boolean isDefined(String name) {
        return definitions.containsKey(name);
    }

    /**
     * Expands a text.
     *
     * @throws IllegalArgumentException when it is too deep, too long or needs what is not supported
     */
    public String expand(String text) {
        StringBuilder out = new StringBuilder();
        expand(text, out, 0);
        return out.toString();
    }

    private void expand(String text, StringBuilder out, int depth) {
        if (depth > MAX_DEPTH || out.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("macros are nested too deeply, or expand to too much");
        }
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '%' || at + 1 == text.length()) {
                out.append(c);
                at++;
            } else if (text.charAt(at + 1) == '%') {
                out.append('%');
                at += 2;
            } else if (text.charAt(at + 1) == '{') {
                int end = closing(text, at + 1);
                braced(text.substring(at, end), text.substring(at + 2, end - 1), out, depth);
                at = end;
            } else if (text.charAt(at + 1) == '(') {
                throw new IllegalArgumentException(
                        "a macro that runs a program is not expanded: " + text.substring(at));
            } else {
                int end = word(text, at + 1);
                String name = text.substring(at + 1, end);
                Deque<String> bodies = definitions.get(name);
                if (bodies == null) {
                    out.append(text, at, Math.max(end, at + 1));
                } else {
                    expand(bodies.getFirst(), out, depth + 1);
                }
                at = Math.max(end, at + 1);
            }
        }
    }

    private void braced(String whole, String inner, StringBuilder out, int depth) {
        boolean negated = false;
        boolean conditional = false;
        int at = 0;
        while (at < inner.length() && (inner.charAt(at) == '!' || inner.charAt(at) == '?')) {
            negated ^= inner.charAt(at) == '!';
            conditional |= inner.charAt(at) == '?';
            at++;
        }
        int end = word(inner, at);
        String name = inner.substring(at, end);
        Deque<String> bodies = definitions.get(name);
        if (conditional) {
            boolean given = end < inner.length() && inner.charAt(end) == ':';
            if ((bodies != null) != negated && (given || !negated)) {
                expand(given ? inner.substring(end + 1) : bodies == null ? "" : bodies.getFirst(), out, depth + 1);
            }
        } else if (end == inner.length() && bodies != null) {
            expand(bodies.getFirst(), out, depth + 1);
        } else if (end == inner.length() && !name.isEmpty()) {
            out.append(whole);
        } else {
            throw new IllegalArgumentException("a macro with arguments is not expanded: " + whole);
        }
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("a macro is not closed: " + text.substring(open - 1));
    }

    private static int word(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** Puts facts of a package into a query format: {@code %{NAME}} and the like; others stay as they are written. */
    public static String describe(String format, Nevra owner) {
        Evr evr = owner.evr();
        Map<String, String> facts = Map.of(
                "NAME", owner.name(),
                "VERSION", evr.version(),
                "RELEASE", evr.release(),
                "EPOCH", evr.epoch() == 0 ? "(none)" : Long.toString(evr.epoch()),
                "EPOCHNUM", Long.toString(evr.epoch()),
                "ARCH", owner.arch(),
                "EVR", evr.toString(),
                "NVRA", owner.name() + "-" + evr.version() + "-" + evr.release() + "." + owner.arch(),
                "NEVRA", owner.toString());
        String text = format;
        for (Map.Entry<String, String> e : facts.entrySet()) {
            text = text.replace("%{" + e.getKey() + "}", e.getValue())
                    .replace("%{" + e.getKey().toLowerCase(Locale.ROOT) + "}", e.getValue());
        }
        return text.replace("%%", "%");
    }
}
