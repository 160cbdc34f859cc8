package org.atomsmith.deb;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry;

/**
 * The numbers that a Debian package has for the owners of its files beside their names. They hold where the name is not known
 * yet: the packages that are unpacked before there is an {@code /etc/group}. RPM's packages have names alone.
 */
public record Owners(Map<String, Integer> users, Map<String, Integer> groups) {
    /** Attribute that a converted package has: a line for each owner but root, {@code user NAME NUMBER} or {@code group ...}. */
    public static final String ATTRIBUTE = "deb.owners";

    public Owners {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
    }

    /** The owners of these files as the attribute's text; empty when all of it is root's. */
    public static String text(Collection<PayloadEntry> entries) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        for (PayloadEntry entry : entries) {
            if (entry.uid() != 0 && !entry.user().isEmpty()) {
                lines.put("user " + entry.user(), entry.uid());
            }
            if (entry.gid() != 0 && !entry.group().isEmpty()) {
                lines.put("group " + entry.group(), entry.gid());
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (owner, number) -> text.append(owner).append(' ').append(number).append('\n'));
        return text.toString();
    }

    /** The owners of a converted package; lines that are none are passed over. */
    public static Owners of(PackageHeader converted) {
        Map<String, Integer> users = new TreeMap<>();
        Map<String, Integer> groups = new TreeMap<>();
        for (String line :
                converted.attributes().getOrDefault(ATTRIBUTE, "").lines().toList()) {
            String[] words = line.split(" ");
            if (words.length == 3 && words[2].matches("[0-9]{1,9}")) {
                (words[0].equals("user") ? users : groups).put(words[1], Integer.parseInt(words[2]));
            }
        }
        return new Owners(users, groups);
    }
}
