package org.atomsmith.rpm.create;

import java.util.List;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.file.PackageDescription;
import org.atomsmith.rpm.file.PackageDescription.FileType;
import org.atomsmith.rpm.file.PackageDescription.ListedFile;
import org.atomsmith.rpm.file.PackageDescription.Relation;

/**
 * Writes one package's elements. Checked against createrepo_c 0.17, attribute by attribute.
 *
 * @param rpm what the header says
 * @param sha256 of the package file, lower-case hexadecimal: the package's identifier
 * @param size bytes of the package file
 * @param fileTime when the package file was modified, seconds since 1970
 * @param href where it is, relative to the repository
 */
record PackageXml(PackageDescription rpm, String sha256, long size, long fileTime, String href) {

    /** All elements. */
    Fragments fragments(boolean ext, int changes) {
        return new Fragments(primary(), filelists(false), ext ? filelists(true) : new byte[0], other(changes));
    }

    private byte[] primary() {
        XmlText xml = new XmlText();
        xml.raw("<package type=\"rpm\">\n");
        xml.element("  ", "name", rpm.name()).element("  ", "arch", rpm.arch());
        version(xml);
        xml.raw("  <checksum type=\"sha256\" pkgid=\"YES\">").raw(sha256).raw("</checksum>\n");
        xml.element("  ", "summary", rpm.summary()).element("  ", "description", rpm.description());
        xml.element("  ", "packager", rpm.packager()).element("  ", "url", rpm.url());
        xml.raw("  <time").attribute("file", fileTime).attribute("build", rpm.buildTime());
        xml.raw("/>\n  <size").attribute("package", size).attribute("installed", rpm.installedSize());
        xml.attribute("archive", rpm.archiveSize());
        xml.raw("/>\n  <location").attribute("href", href).raw("/>\n  <format>\n");
        xml.element("    ", "rpm:license", rpm.license()).element("    ", "rpm:vendor", rpm.vendor());
        xml.element("    ", "rpm:group", rpm.group()).element("    ", "rpm:buildhost", rpm.buildHost());
        xml.element("    ", "rpm:sourcerpm", rpm.sourceRpm());
        xml.raw("    <rpm:header-range").attribute("start", rpm.headerStart());
        xml.attribute("end", rpm.headerEnd()).raw("/>\n");
        PackageDescription.Relations relations = rpm.relations();
        relations(xml, "provides", relations.provides());
        relations(xml, "requires", RelationRules.requires(rpm));
        relations(xml, "conflicts", relations.conflicts());
        relations(xml, "obsoletes", relations.obsoletes());
        relations(xml, "suggests", relations.suggests());
        relations(xml, "enhances", relations.enhances());
        relations(xml, "recommends", relations.recommends());
        relations(xml, "supplements", relations.supplements());
        for (ListedFile file : rpm.files()) {
            if (RelationRules.isPrimary(file.path())) {
                file(xml, "    ", file, false);
            }
        }
        return xml.raw("  </format>\n</package>\n").bytes();
    }

    private static void relations(XmlText xml, String kind, List<Relation> relations) {
        if (relations.isEmpty()) {
            return;
        }
        xml.raw("    <rpm:").raw(kind).raw(">\n");
        for (Relation relation : relations) {
            xml.raw("      <rpm:entry").attribute("name", relation.name());
            String flags = RelationRules.comparison(relation);
            if (!flags.isEmpty()) {
                xml.attribute("flags", flags);
                if (!relation.version().isEmpty()) {
                    Evr evr = Evr.parse(relation.version());
                    xml.attribute("epoch", evr.epoch());
                    if (!evr.version().isEmpty()) {
                        xml.attribute("ver", evr.version());
                    }
                    if (!evr.release().isEmpty()) {
                        xml.attribute("rel", evr.release());
                    }
                }
            }
            if (kind.equals("requires") && RelationRules.isPre(relation)) {
                xml.attribute("pre", "1");
            }
            xml.raw("/>\n");
        }
        xml.raw("    </rpm:").raw(kind).raw(">\n");
    }

    private byte[] filelists(boolean ext) {
        XmlText xml = new XmlText();
        begin(xml);
        if (ext) {
            rpm.digestAlgorithm()
                    .ifPresent(a -> xml.raw("  <checksum").attribute("type", a).raw("/>\n"));
        }
        rpm.files().forEach(file -> file(xml, "  ", file, ext));
        return xml.raw("</package>\n").bytes();
    }

    private static void file(XmlText xml, String indent, ListedFile file, boolean digest) {
        xml.raw(indent).raw("<file");
        if (file.type() != FileType.FILE) {
            xml.attribute("type", file.type() == FileType.DIRECTORY ? "dir" : "ghost");
        }
        if (digest && !file.digest().isEmpty()) {
            xml.attribute("hash", file.digest());
        }
        xml.raw(">").escape(file.path()).raw("</file>\n");
    }

    /** Oldest first; of entries of the same second, the newer ones are moved on by a second each, as createrepo_c does. */
    private byte[] other(int most) {
        XmlText xml = new XmlText();
        begin(xml);
        List<PackageDescription.Change> changes =
                rpm.changelog().stream().limit(most).toList();
        long[] times = new long[changes.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = changes.get(i).time();
            long same = times[i];
            for (int j = i - 1; j >= 0 && i > 0 && changes.get(i - 1).time() == times[i] && times[j] == same; j--) {
                times[j]++;
                same++;
            }
        }
        for (int i = times.length - 1; i >= 0; i--) {
            xml.raw("  <changelog")
                    .attribute("author", changes.get(i).author().stripTrailing())
                    .attribute("date", times[i])
                    .raw(">")
                    .escape(changes.get(i).text())
                    .raw("</changelog>\n");
        }
        return xml.raw("</package>\n").bytes();
    }

    private void begin(XmlText xml) {
        xml.raw("<package").attribute("pkgid", sha256).attribute("name", rpm.name());
        xml.attribute("arch", rpm.arch()).raw(">\n");
        version(xml);
    }

    private void version(XmlText xml) {
        xml.raw("  <version").attribute("epoch", rpm.epoch()).attribute("ver", rpm.version());
        xml.attribute("rel", rpm.release()).raw("/>\n");
    }
}
