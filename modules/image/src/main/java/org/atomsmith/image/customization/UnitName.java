package org.atomsmith.image.customization;

import java.nio.charset.StandardCharsets;

/** Names of units that stand for paths: systemd.unit(5), "String escaping". */
final class UnitName {
    private UnitName() {}

    /** The name, without its suffix, of an absolute path: {@code /var/swap-file} is {@code var-swap\x2dfile}. */
    static String ofPath(String path) {
        StringBuilder name = new StringBuilder();
        byte[] bytes = path.substring(1).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == ':'
                    || c == '_'
                    || (c == '.' && i > 0);
            if (c == '/') {
                name.append('-');
            } else if (plain) {
                name.append(c);
            } else {
                name.append(String.format("\\x%02x", (int) c));
            }
        }
        return name.toString();
    }
}
