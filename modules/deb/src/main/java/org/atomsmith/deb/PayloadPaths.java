package org.atomsmith.deb;

import org.atomsmith.rpm.PackageFormatException;

/** Turns paths as archives store them into paths of {@link org.atomsmith.rpm.PayloadEntry}. */
final class PayloadPaths {
    private PayloadPaths() {}

    /**
     * Removes {@code ./}, leading, trailing and doubled slashes; the root is the empty string.
     *
     * @throws PackageFormatException when a component is {@code ..}
     */
    static String normalise(String stored, TarReader tar) throws PackageFormatException {
        if (isPlain(stored)) {
            return stored.substring(2);
        }
        StringBuilder path = new StringBuilder(stored.length());
        for (String component : stored.split("/", -1)) {
            if (component.equals("..")) {
                throw tar.malformed("path '" + stored + "' leaves the package's root");
            }
            if (!component.isEmpty() && !component.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(component);
            }
        }
        return path.toString();
    }

    /** What nearly every path is: {@code ./} and components of which none is empty or begins with a dot. */
    private static boolean isPlain(String stored) {
        int length = stored.length();
        if (length < 3 || stored.charAt(0) != '.' || stored.charAt(1) != '/' || stored.charAt(length - 1) == '/') {
            return false;
        }
        for (int i = 2; i < length; i++) {
            char c = stored.charAt(i);
            if ((c == '.' || c == '/') && stored.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }
}
