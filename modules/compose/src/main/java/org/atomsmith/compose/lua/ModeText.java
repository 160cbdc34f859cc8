package org.atomsmith.compose.lua;

import org.atomsmith.linux.FileKind;
import org.luaj.vm2.LuaError;

/** Permissions as rpm's Lua writes and reads them: {@code 755}, {@code rwxr-xr-x}, {@code u+x,go-w}. */
final class ModeText {
    private static final String LETTERS = "rwxrwxrwx";

    private ModeText() {}

    /** Nine letters. */
    static String write(int mode) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            text.append((mode & (0400 >> i)) != 0 ? LETTERS.charAt(i) : '-');
        }
        if ((mode & 04000) != 0) {
            text.setCharAt(2, (mode & 0100) != 0 ? 's' : 'S');
        }
        if ((mode & 02000) != 0) {
            text.setCharAt(5, (mode & 010) != 0 ? 's' : 'S');
        }
        return text.toString();
    }

    /** The kind of a file. */
    static String kind(FileKind kind) {
        return switch (kind) {
            case REGULAR -> "regular";
            case DIRECTORY -> "directory";
            case SYMLINK -> "link";
            case FIFO -> "fifo";
            case SOCKET -> "socket";
            case CHARACTER_DEVICE -> "character device";
            case BLOCK_DEVICE -> "block device";
            default -> "?";
        };
    }

    /** Reads permissions; those that are there count where a change is asked for. */
    static int read(String text, int now) {
        if (text.matches("[0-7]{1,5}")) {
            return Integer.parseInt(text, 8) & 07777;
        }
        if (text.matches("[rwxsS-]{9}")) {
            int mode = 0;
            for (int i = 0; i < 9; i++) {
                char c = text.charAt(i);
                mode |= c != '-' && c != 'S' ? 0400 >> i : 0;
            }
            mode |= Character.toLowerCase(text.charAt(2)) == 's' ? 04000 : 0;
            mode |= Character.toLowerCase(text.charAt(5)) == 's' ? 02000 : 0;
            return mode;
        }
        int mode = now;
        for (String part : text.split(",", -1)) {
            if (!part.matches("[ugoa]*[-+=][rwxs]*")) {
                throw new LuaError("bad mode: " + text);
            }
            mode = change(part, mode);
        }
        return mode;
    }

    private static int change(String part, int mode) {
        int sign = 0;
        while ("ugoa".indexOf(part.charAt(sign)) >= 0) {
            sign++;
        }
        String who = sign == 0 ? "a" : part.substring(0, sign);
        int bits = 0;
        int mask = 0;
        for (int shift : new int[] {6, 3, 0}) {
            if (who.contains("a") || who.indexOf("ogu".charAt(shift / 3)) >= 0) {
                mask |= 07 << shift;
                for (char c : part.substring(sign + 1).toCharArray()) {
                    bits |= switch (c) {
                        case 'r' -> 4 << shift;
                        case 'w' -> 2 << shift;
                        case 'x' -> 1 << shift;
                        default -> shift == 6 ? 04000 : shift == 3 ? 02000 : 0;
                    };
                }
            }
        }
        return switch (part.charAt(sign)) {
            case '+' -> mode | bits;
            case '-' -> mode & ~bits;
            default -> (mode & ~mask) | bits;
        };
    }
}
