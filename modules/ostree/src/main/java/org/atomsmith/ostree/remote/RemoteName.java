package org.atomsmith.ostree.remote;

/** What a remote may be called: its name is part of refspecs and of the names of files. */
final class RemoteName {
    private RemoteName() {}

    static boolean isValid(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** Refuses a name that is none. */
    static void check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("Invalid remote name " + name);
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
