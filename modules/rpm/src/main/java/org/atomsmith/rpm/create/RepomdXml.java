package org.atomsmith.rpm.create;

import java.util.List;

/** Writes {@code repomd.xml}. */
final class RepomdXml {
    private RepomdXml() {}

    /**
     * The document.
     *
     * @param revision also the time of every file: nothing depends on when it was written
     */
    static byte[] write(long revision, List<WrittenMetadata> files) {
        XmlText xml = new XmlText();
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.raw("<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"");
        xml.raw(" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\">\n");
        xml.element("  ", "revision", Long.toString(revision));
        for (WrittenMetadata file : files) {
            boolean packed = !file.sha256().equals(file.openSha256());
            xml.raw("  <data").attribute("type", file.type()).raw(">\n");
            checksum(xml, "checksum", file.sha256());
            if (packed) {
                checksum(xml, "open-checksum", file.openSha256());
            }
            xml.raw("    <location").attribute("href", file.href()).raw("/>\n");
            xml.element("    ", "timestamp", Long.toString(revision));
            xml.element("    ", "size", Long.toString(file.size()));
            if (packed) {
                xml.element("    ", "open-size", Long.toString(file.openSize()));
            }
            xml.raw("  </data>\n");
        }
        return xml.raw("</repomd>\n").bytes();
    }

    private static void checksum(XmlText xml, String name, String sha256) {
        xml.raw("    <").raw(name).raw(" type=\"sha256\">").raw(sha256);
        xml.raw("</").raw(name).raw(">\n");
    }
}
