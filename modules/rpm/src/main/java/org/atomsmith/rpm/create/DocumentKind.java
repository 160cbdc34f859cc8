package org.atomsmith.rpm.create;

/** A document with one element for each package, and how it begins and ends. */
enum DocumentKind {
    PRIMARY("primary", "metadata", "common"),
    FILELISTS("filelists", "filelists", "filelists"),
    OTHER("other", "otherdata", "other"),
    FILELISTS_EXT("filelists-ext", "filelists-ext", "filelists-ext");

    /** Raised whenever a package is written in another way, so that what older programs wrote is not taken over. */
    private static final String FORM = "<!-- atomsmith repo create, form 1, changes ";

    private final String type;
    private final String root;
    private final String namespace;

    DocumentKind(String type, String root, String namespace) {
        this.type = type;
        this.root = root;
        this.namespace = namespace;
    }

    /** The type by which repomd.xml lists it. */
    String type() {
        return type;
    }

    /** What stands before the first package. */
    String head(int packages) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + FORM + PackageReading.CHANGES + " -->\n<" + root
                + " xmlns=\"http://linux.duke.edu/metadata/" + namespace + "\""
                + (this == PRIMARY ? " xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\"" : "")
                + " packages=\"" + packages + "\">\n";
    }

    /** What stands behind the last package. */
    String tail() {
        return "</" + root + ">\n";
    }

    /** The part of the package's fragments that this document has. */
    byte[] of(Fragments fragments) {
        return switch (this) {
            case PRIMARY -> fragments.primary();
            case FILELISTS -> fragments.filelists();
            case OTHER -> fragments.other();
            case FILELISTS_EXT -> fragments.filelistsExt();
        };
    }
}
