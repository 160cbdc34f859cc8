package org.atomsmith.rpm.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.HeaderValue;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.TagNames;

/** All of a package's header as {@code rpm -qp --xml} prints it. */
public final class HeaderXml {
    private static final int LINE = 64;

    private HeaderXml() {}

    /** The document, without a line feed at its end. */
    public static String of(RpmFile rpm) throws PackageFormatException {
        StringBuilder xml = new StringBuilder("<rpmHeader>\n");
        for (Map.Entry<Integer, HeaderValue> entry : rpm.values().entrySet()) {
            xml.append("  <rpmTag name=\"")
                    .append(TagNames.of(entry.getKey()).orElse("(unknown)"))
                    .append("\">\n");
            switch (entry.getValue()) {
                case HeaderValue.Numbers(List<Long> values) ->
                    values.forEach(v -> element(xml, "integer", Long.toUnsignedString(v)));
                case HeaderValue.Strings(List<String> values) ->
                    values.forEach(v -> element(xml, "string", escaped(v)));
                case HeaderValue.Bytes(byte[] value) -> element(xml, "base64", base64(value));
                case HeaderValue.Nothing() -> {}
            }
            xml.append("  </rpmTag>\n");
        }
        return xml.append("</rpmHeader>").toString();
    }

    private static void element(StringBuilder xml, String name, String text) {
        xml.append("\t<").append(name);
        if (text.isEmpty()) {
            xml.append("/>\n");
        } else {
            xml.append('>').append(text).append("</").append(name).append(">\n");
        }
    }

    private static String base64(byte[] value) {
        byte[] lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(value);
        return new String(lines, StandardCharsets.US_ASCII) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
