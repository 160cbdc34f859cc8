package org.atomsmith.deb;

import java.util.Map;

/** Architecture names: Debian's beside RPM's. Names that both spell alike are not listed. */
public final class DebArch {
    private static final Map<String, String> TO_RPM = Map.of(
            "all", "noarch",
            "amd64", "x86_64",
            "arm64", "aarch64",
            "armhf", "armv7hl",
            "i386", "i686",
            "loong64", "loongarch64",
            "ppc64el", "ppc64le");

    private DebArch() {}

    /** RPM's name of a Debian architecture: {@code x86_64} for {@code amd64}, {@code noarch} for {@code all}. */
    public static String toRpm(String deb) {
        return TO_RPM.getOrDefault(deb, deb);
    }

    /** Debian's name of an RPM architecture: {@code amd64} for {@code x86_64}, {@code all} for {@code noarch}. */
    public static String toDeb(String rpm) {
        for (Map.Entry<String, String> entry : TO_RPM.entrySet()) {
            if (entry.getValue().equals(rpm)) {
                return entry.getKey();
            }
        }
        return rpm;
    }
}
