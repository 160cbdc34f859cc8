package org.atomsmith.deb;

import java.util.stream.Collectors;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;

/** The control paragraph of a package that is described in RPM's terms (deb-control(5)). */
public final class ControlText {
    private ControlText() {}

    /** The paragraph. Its relations are names and alternatives, without versions. */
    public static String of(RpmPackage p) {
        StringBuilder text = new StringBuilder();
        text.append("Package: ").append(p.name()).append('\n');
        text.append("Version: ").append(p.evr()).append('\n');
        text.append("Architecture: ").append(DebArch.toDeb(p.nevra().arch())).append('\n');
        text.append("Maintainer: Atomsmith\n");
        text.append("Installed-Size: ").append(p.info().installedSize() / 1024).append('\n');
        if (!p.requires().isEmpty()) {
            text.append("Depends: ")
                    .append(p.requires().stream()
                            .map(requirement -> relation(requirement.dependency()))
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        text.append("Section: admin\nPriority: optional\n");
        text.append("Description: ").append(p.info().summary()).append('\n');
        return text.toString();
    }

    private static String relation(Dependency dependency) {
        return switch (dependency) {
            case Dependency.Simple simple -> simple.name();
            case Dependency.Or or ->
                or.parts().stream().map(ControlText::relation).collect(Collectors.joining(" | "));
            default -> throw new IllegalArgumentException("no relation of Debian's: " + dependency);
        };
    }
}
