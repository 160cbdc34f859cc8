package org.atomsmith.ostree.repo;

/** What may be the name of a ref, of a remote inside a refspec, or of a collection. */
public final class RefName {
    private static final int LONGEST_COLLECTION_ID = 255;

    private RefName() {}

    /** Parts divided by {@code /}; each of letters, digits, {@code - . _}, the first a letter, digit or {@code _}. */
    public static boolean isValid(String name) {
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' && !first) {
                first = true;
            } else if (isWord(c) || !first && (c == '-' || c == '.')) {
                first = false;
            } else {
                return false;
            }
        }
        return !first;
    }

    /** One part of a ref. */
    public static boolean isValidRemote(String name) {
        return name.indexOf('/') < 0 && isValid(name);
    }

    /** Two or more parts divided by dots, as of a domain written backwards: {@code org.example.Os}. */
    public static boolean isValidCollection(String id) {
        boolean first = true;
        boolean divided = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '.' && !first) {
                first = true;
                divided = true;
            } else if (isWord(c) && !(first && c >= '0' && c <= '9')) {
                first = false;
            } else {
                return false;
            }
        }
        return divided && !first && id.length() <= LONGEST_COLLECTION_ID;
    }

    /**
     * The ref.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String checkRef(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("Invalid ref name '" + name
                    + "': a ref has letters, digits, '-', '.', '_', in parts divided by '/', as in os/amd64/main");
        }
        return name;
    }

    /**
     * The name of a remote.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String checkRemote(String name) {
        if (!isValidRemote(name)) {
            throw new IllegalArgumentException(
                    "Invalid remote name '" + name + "': a remote has letters, digits, '-', '.', '_'");
        }
        return name;
    }

    /**
     * The collection's identifier.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String checkCollection(String id) {
        if (!isValidCollection(id)) {
            throw new IllegalArgumentException(
                    "Invalid collection ID '" + id + "': expected a name as org.example.Collection");
        }
        return id;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
