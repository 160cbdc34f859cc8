package org.atomsmith.rpm.query;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.RelationKind;

/** What a package provides, requires and so on, one line each, as {@code rpm -qp --requires} prints it. */
public final class RelationList {
    private RelationList() {}

    /** The relations of a kind in the header's order. */
    public static List<String> of(Header header, RelationKind kind) throws PackageFormatException {
        return lines(header, kind.names(), kind.flags(), kind.versions());
    }

    static List<String> lines(Header header, int names, int flags, int versions) throws PackageFormatException {
        List<String> all = header.strings(names);
        long[] senses = header.numbers(flags);
        List<String> evrs = header.strings(versions);
        List<String> lines = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            String evr = i < evrs.size() ? evrs.get(i) : "";
            lines.add(line(all.get(i), i < senses.length ? senses[i] : 0, evr));
        }
        return lines;
    }

    private static String line(String name, long sense, String evr) {
        String sign = ((sense & RelationKind.LESS) != 0 ? "<" : "")
                + ((sense & RelationKind.GREATER) != 0 ? ">" : "")
                + ((sense & RelationKind.EQUAL) != 0 ? "=" : "");
        return sign.isEmpty() ? name : name + " " + sign + (evr.isEmpty() ? "" : " " + evr);
    }
}
