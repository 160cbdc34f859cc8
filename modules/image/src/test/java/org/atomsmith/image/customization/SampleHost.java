package org.atomsmith.image.customization;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Files of a small host: what Debian's have, cut down. A value that begins with {@code -> } is a link. */
public final class SampleHost {
    private SampleHost() {}

    /** Contents by path; programs are told by their place. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put("home", "-> var/home");
        files.put("root", "-> var/roothome");
        files.put("srv", "-> var/srv");
        files.put("bin", "-> usr/bin");
        files.put("usr/local", "-> ../var/usrlocal");
        for (String program : new String[] {
            "bash", "sh", "sudo", "mkswap", "fallocate", "nft", "update-ca-certificates", "env", "xfs_growfs"
        }) {
            files.put("usr/bin/" + program, "ELF");
        }
        files.put("usr/lib/modules/6.1/kernel/fs/xfs/xfs.ko.xz", "ELF");
        files.put("usr/etc/passwd", """
                root:x:0:0:root:/root:/bin/bash
                nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                """);
        files.put("usr/etc/shadow", "root:*:20000:0:99999:7:::\nnobody:*:20000:0:99999:7:::\n");
        files.put("usr/etc/group", "root:x:0:\nadm:x:4:\nsudo:x:27:\nshadow:x:42:\nnogroup:x:65534:\n");
        files.put("usr/etc/gshadow", "root:*::\nadm:*::\nsudo:*::\nshadow:*::\nnogroup:*::\n");
        files.put("usr/etc/subuid", "");
        files.put("usr/etc/subgid", "");
        files.put("usr/etc/login.defs", """
                # shadow's
                UID_MIN 1000
                UID_MAX 60000
                GID_MIN 1000
                GID_MAX 60000
                HOME_MODE 0700
                USERGROUPS_ENAB yes
                """);
        files.put("usr/etc/sudoers", "root ALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n");
        files.put("usr/etc/skel/.profile", "umask 022\n");
        files.put("usr/etc/services", "ssh 22/tcp\ndomain 53/tcp\ndomain 53/udp\nhttps 443/tcp # web\n");
        files.put("usr/etc/nsswitch.conf", "hosts: files dns\n");
        files.put("usr/etc/hosts", "127.0.0.1 localhost\n");
        files.put("usr/etc/nftables.conf", "flush ruleset\n");
        files.put("usr/etc/locale.conf", "# here\nLANG=C\n");
        files.put("usr/etc/localtime", "-> /usr/share/zoneinfo/Etc/UTC");
        files.put("usr/etc/vconsole.conf", "-> default/keyboard");
        files.put("usr/etc/resolv.conf", "-> ../run/systemd/resolve/stub-resolv.conf");
        files.put("usr/etc/ssl/certs/ca-certificates.crt", "");
        files.put("usr/share/zoneinfo/Etc/UTC", "TZif");
        files.put("usr/share/zoneinfo/Europe/Berlin", "TZif");
        files.put(
                "usr/share/X11/xkb/rules/base.lst", "! model\n  pc105 Generic\n! layout\n  us English\n  de German\n");
        files.put("usr/lib/locale/C.utf8/LC_CTYPE", "x");
        files.put("usr/lib/locale/en_US.utf8/LC_CTYPE", "x");
        files.put("usr/lib/systemd/systemd-resolved", "ELF");
        files.put("usr/lib/systemd/systemd-timesyncd", "ELF");
        unit(files, "web.service", "[Install]\nWantedBy=multi-user.target\nAlias=www.service\nAlso=web.socket\n");
        unit(files, "web.socket", "[Install]\nWantedBy=sockets.target\n");
        unit(files, "old.timer", "[Install]\nWantedBy=timers.target\n");
        unit(files, "always.service", "");
        unit(files, "pipe@.service", "[Install]\nWantedBy=multi-user.target\n");
        unit(files, "nftables.service", "[Install]\nWantedBy=sysinit.target\n");
        for (String target : new String[] {"multi-user", "sockets", "timers", "sysinit"}) {
            unit(files, target + ".target", "");
        }
        files.put("usr/etc/systemd/system/timers.target.wants/old.timer", "-> /usr/lib/systemd/system/old.timer");
        return files;
    }

    private static void unit(Map<String, String> files, String name, String install) {
        String kind = name.endsWith(".service")
                ? "[Service]\nType=oneshot\nExecStart=/bin/true\n"
                : name.endsWith(".timer")
                        ? "[Timer]\nOnCalendar=daily\n"
                        : name.endsWith(".socket") ? "[Socket]\nListenStream=80\n" : "";
        files.put("usr/lib/systemd/system/" + name, "[Unit]\nDescription=" + name + "\n" + kind + install);
    }

    /** The mode of the file at a path. */
    public static int mode(String path) {
        if (path.startsWith("usr/bin/")) {
            return 0755;
        }
        return path.endsWith("shadow") ? 0640 : path.endsWith("sudoers") ? 0440 : 0644;
    }

    /** A text's bytes. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
