package org.atomsmith.rpm.md;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomsmith.rpm.RpmPackage;

/** The globs of {@code exclude} and {@code includepkgs}, over name, name.arch, name-version-release and NEVRA. */
final class PackageGlobs {
    private final List<Pattern> patterns;

    PackageGlobs(List<String> globs) {
        this.patterns = globs.stream().map(PackageGlobs::pattern).toList();
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean match(RpmPackage rpm) {
        String name = rpm.name();
        String evr = rpm.evr().toString();
        String arch = rpm.nevra().arch();
        String vr = rpm.evr().version() + "-" + rpm.evr().release();
        return Stream.of(
                        name,
                        name + "." + arch,
                        name + "-" + evr,
                        name + "-" + evr + "." + arch,
                        name + "-" + vr + "." + arch)
                .anyMatch(
                        form -> patterns.stream().anyMatch(p -> p.matcher(form).matches()));
    }

    /** A shell glob: {@code *}, {@code ?} and {@code [...]}. An unfinished bracket is a bracket. */
    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = glob.substring(i + 1, close);
                boolean negated = set.startsWith("!") || set.startsWith("^");
                regex.append(negated ? "[^" : "[")
                        .append((negated ? set.substring(1) : set).replaceAll("([\\\\\\[&])", "\\\\$1"))
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
