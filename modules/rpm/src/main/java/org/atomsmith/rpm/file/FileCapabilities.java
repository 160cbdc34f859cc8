package org.atomsmith.rpm.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File capabilities: from the text that packages carry (cap_from_text(3)) to the value of the extended attribute {@code
 * security.capability}, revision 2 (linux/capability.h).
 */
final class FileCapabilities {
    static final String XATTR = "security.capability";

    private static final List<String> NAMES = List.of(
            "chown",
            "dac_override",
            "dac_read_search",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "linux_immutable",
            "net_bind_service",
            "net_broadcast",
            "net_admin",
            "net_raw",
            "ipc_lock",
            "ipc_owner",
            "sys_module",
            "sys_rawio",
            "sys_chroot",
            "sys_ptrace",
            "sys_pacct",
            "sys_admin",
            "sys_boot",
            "sys_nice",
            "sys_resource",
            "sys_time",
            "sys_tty_config",
            "mknod",
            "lease",
            "audit_write",
            "audit_control",
            "setfcap",
            "mac_override",
            "mac_admin",
            "syslog",
            "wake_alarm",
            "block_suspend",
            "audit_read",
            "perfmon",
            "bpf",
            "checkpoint_restore");
    private static final long ALL = (1L << NAMES.size()) - 1;
    private static final int REVISION_2 = 0x02000000;
    private static final int EFFECTIVE = 1;
    private static final Pattern CLAUSE = Pattern.compile("([a-z0-9_,]*)((?:[=+-][eip]*)+)");
    private static final Pattern ACTION = Pattern.compile("([=+-])([eip]*)");

    private long effective;
    private long inheritable;
    private long permitted;

    private FileCapabilities() {}

    /**
     * The attribute's value for a text such as {@code cap_net_raw=ep}.
     *
     * @throws IllegalArgumentException when the text is none, or cannot be stored: the kernel keeps one effective bit for all
     */
    static byte[] attribute(String text) {
        FileCapabilities capabilities = new FileCapabilities();
        for (String clause : text.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            capabilities.apply(clause, text);
        }
        return capabilities.attributeOf(text);
    }

    private void apply(String clause, String text) {
        Matcher matcher = CLAUSE.matcher(clause);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a list of capabilities like cap_net_raw=ep");
        }
        long set = set(matcher.group(1), text);
        boolean first = true;
        for (Matcher action = ACTION.matcher(matcher.group(2)); action.find(); first = false) {
            if (!first && action.group(1).equals("=")) {
                throw new IllegalArgumentException("'" + text + "': '=' may only come first");
            }
            change(action.group(1), action.group(2), set);
        }
    }

    private void change(String operator, String flags, long set) {
        if (operator.equals("=")) {
            effective &= ~set;
            inheritable &= ~set;
            permitted &= ~set;
        }
        boolean raise = !operator.equals("-");
        if (flags.indexOf('e') >= 0) {
            effective = raise ? effective | set : effective & ~set;
        }
        if (flags.indexOf('i') >= 0) {
            inheritable = raise ? inheritable | set : inheritable & ~set;
        }
        if (flags.indexOf('p') >= 0) {
            permitted = raise ? permitted | set : permitted & ~set;
        }
    }

    private static long set(String names, String text) {
        if (names.isEmpty() || names.equals("all")) {
            return ALL;
        }
        long set = 0;
        for (String name : names.split(",")) {
            int bit = NAMES.indexOf(name.replaceFirst("^cap_", ""));
            if (bit < 0 && name.matches("[0-9]{1,2}") && Integer.parseInt(name) < Long.SIZE) {
                bit = Integer.parseInt(name);
            }
            if (bit < 0) {
                throw new IllegalArgumentException("'" + text + "': there is no capability '" + name + "'");
            }
            set |= 1L << bit;
        }
        return set;
    }

    private byte[] attributeOf(String text) {
        if (effective != 0 && effective != (permitted | inheritable)) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' cannot be stored: a file's effective capabilities are all of its permitted and inheritable ones, or none");
        }
        ByteBuffer value = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(REVISION_2 | (effective != 0 ? EFFECTIVE : 0));
        value.putInt((int) permitted).putInt((int) inheritable);
        value.putInt((int) (permitted >>> 32)).putInt((int) (inheritable >>> 32));
        return value.array();
    }
}
