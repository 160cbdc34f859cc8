package org.atomsmith.deb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageFormatException;

/**
 * Reads relationship fields such as {@code Depends}: {@code a (>= 1), b | c:any}. The syntax is Debian Policy 7.1's, for
 * binary packages. A qualifier that names the native architecture, or {@code :native}, says nothing that the plain name
 * does not and is dropped; {@code name:any} stays a name of its own, which packages that may answer it provide.
 */
final class Relations {
    private static final int MAX_PARTS = 100_000;

    private final String field;
    private final String text;
    private final String arch;
    private int at;

    private Relations(String field, String text, String arch) {
        this.field = field;
        this.text = text;
        this.arch = arch;
    }

    /** A field whose parts may be alternatives; {@code a | b} becomes {@link Dependency.Or}. */
    static List<Dependency> dependencies(String field, String text, String arch) throws PackageFormatException {
        return text.isEmpty() ? List.of() : new Relations(field, text, arch).alternatives();
    }

    /** A field without alternatives, such as {@code Conflicts}. */
    static List<Dependency.Simple> simple(String field, String text, String arch) throws PackageFormatException {
        List<Dependency.Simple> simple = new ArrayList<>();
        for (Dependency dependency : dependencies(field, text, arch)) {
            if (!(dependency instanceof Dependency.Simple one)) {
                throw new PackageFormatException(field + ": alternatives have no meaning here: " + dependency, -1);
            }
            simple.add(one);
        }
        return simple;
    }

    /** A {@code Provides} field: names, with {@code (= version)} or without. */
    static List<Capability> provides(String text, String arch) throws PackageFormatException {
        List<Capability> provides = new ArrayList<>();
        for (Dependency.Simple one : simple("Provides", text, arch)) {
            if (one.op() != Comparison.ANY && one.op() != Comparison.EQUAL) {
                throw new PackageFormatException("Provides: only '=' can be provided: " + one, -1);
            }
            provides.add(new Capability(one.name(), one.evr()));
        }
        return provides;
    }

    private List<Dependency> alternatives() throws PackageFormatException {
        List<Dependency> all = new ArrayList<>();
        List<Dependency> either = new ArrayList<>(2);
        while (true) {
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ',') {
                at++; // Empty parts occur, as dpkg allows after a substitution variable became nothing.
                continue;
            }
            if (at >= text.length()) {
                return all;
            }
            either.add(relation());
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '|') {
                at++;
                continue;
            }
            if (at < text.length() && text.charAt(at) != ',') {
                throw malformed("expected ',' or '|'");
            }
            all.add(either.size() == 1 ? either.getFirst() : new Dependency.Or(either));
            either.clear();
            if (all.size() > MAX_PARTS) {
                throw malformed("more than " + MAX_PARTS + " parts");
            }
        }
    }

    private Dependency.Simple relation() throws PackageFormatException {
        String name = name();
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != '(') {
            return Dependency.Simple.any(name);
        }
        at++;
        skipBlanks();
        Comparison op = comparison();
        int close = text.indexOf(')', at);
        if (close < 0) {
            throw malformed("expected ')'");
        }
        String version = text.substring(at, close).strip();
        if (version.isEmpty() || version.chars().anyMatch(c -> c <= ' ')) {
            throw malformed("expected a version");
        }
        at = close + 1;
        return new Dependency.Simple(name, op, Optional.of(Evr.parse(version)));
    }

    private String name() throws PackageFormatException {
        int start = at;
        while (at < text.length() && nameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed("expected a package name");
        }
        String name = text.substring(start, at);
        if (at >= text.length() || text.charAt(at) != ':') {
            return name;
        }
        int qualifier = ++at;
        while (at < text.length() && nameCharacter(text.charAt(at))) {
            at++;
        }
        String qualified = text.substring(qualifier, at);
        if (qualified.isEmpty()) {
            throw malformed("expected an architecture");
        }
        return qualified.equals(arch) || qualified.equals("native") ? name : name + ":" + qualified;
    }

    /** {@code <} and {@code >} are the old spellings of {@code <=} and {@code >=}; no operator at all means {@code =}. */
    private Comparison comparison() {
        char first = at < text.length() ? text.charAt(at) : ' ';
        char second = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (first == '=') {
            at++;
            return Comparison.EQUAL;
        }
        if (first != '<' && first != '>') {
            return Comparison.EQUAL;
        }
        at += second == first || second == '=' ? 2 : 1;
        if (first == '<') {
            return second == '<' ? Comparison.LESS : Comparison.LESS_OR_EQUAL;
        }
        return second == '>' ? Comparison.GREATER : Comparison.GREATER_OR_EQUAL;
    }

    private static boolean nameCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9'
                || c >= 'A' && c <= 'Z'
                || c == '-'
                || c == '+'
                || c == '.'
                || c == '_';
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private PackageFormatException malformed(String problem) {
        String rest = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 30));
        return new PackageFormatException(
                field + ": " + problem + " at character " + (at + 1) + (rest.isEmpty() ? "" : ", found '" + rest + "'"),
                -1);
    }
}
