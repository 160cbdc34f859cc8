package org.atomsmith.compose.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.DebVersions;
import org.atomsmith.deb.DpkgDatabase;
import org.atomsmith.deb.convert.ConvertedSpecs;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.SpecFile;

/** Debian packages in rpm's database: what {@code repo convert} makes of them, among the packages of one system. */
final class DebHeaders implements HeaderConversion {
    private static final String INFO = "/" + DpkgDatabase.DIRECTORY + "/info/";

    private final String arch;
    private final ConvertedSpecs specs;

    private DebHeaders(String arch, ConvertedSpecs specs) {
        this.arch = arch;
        this.specs = specs;
    }

    static DebHeaders of(InstalledSystem system) throws IOException {
        List<RpmPackage> described = new ArrayList<>();
        for (InstalledSystem.Member member : system.packages()) {
            described.add(DebFormat.describe(
                    member.tree().header(), system.arch(), member.description().location()));
        }
        return new DebHeaders(system.arch(), new ConvertedSpecs(new InstalledSource(DebVersions.ORDER, described)));
    }

    @Override
    public PackageSpec of(RpmPackage p, PackageHeader header, List<SpecFile> files) throws IOException {
        // dpkg's own database has the attributes.
        return specs.of(
                DebFormat.describe(header, arch, p.location()), header, own(files), Collections.emptySortedMap());
    }

    /** A package's files without those that dpkg keeps of it: it is these that dpkg lists. */
    private static List<SpecFile> own(List<SpecFile> files) throws IOException {
        Set<String> listed = new HashSet<>();
        for (SpecFile file : files) {
            if (file.path().startsWith(INFO) && file.path().endsWith(".list")) {
                try (InputStream content = file.content().open()) {
                    new String(content.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(listed::add);
                }
            }
        }
        return files.stream().filter(file -> listed.contains(file.path())).toList();
    }
}
