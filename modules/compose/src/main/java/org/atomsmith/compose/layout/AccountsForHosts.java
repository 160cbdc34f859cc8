package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Writes all users and groups down for {@code systemd-sysusers}, which {@code atomsmith-accounts.service} runs at boot. A
 * host whose {@code /etc/passwd} was edited keeps it when it is upgraded: what new packages' users are would never arrive.
 * The file is not in {@code sysusers.d}, where it would contradict the packages' own, which name no numbers.
 */
final class AccountsForHosts implements LayoutRule {
    private static final String FILE = "usr/lib/atomsmith/accounts.conf";
    private static final int FIELDS_OF_PASSWD = 7;
    private static final int FIELDS_OF_GROUP = 4;

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        StringBuilder groups = new StringBuilder();
        StringBuilder members = new StringBuilder();
        for (String line :
                AccountNumbers.text(tree, AccountNumbers.GROUP, objects).lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields.length != FIELDS_OF_GROUP || fields[2].equals("0")) {
                continue;
            }
            groups.append("g ").append(fields[0]).append(' ').append(fields[2]).append('\n');
            for (String member : fields[3].split(",")) {
                if (!member.isBlank()) {
                    members.append("m ")
                            .append(member.strip())
                            .append(' ')
                            .append(fields[0])
                            .append('\n');
                }
            }
        }
        StringBuilder users = new StringBuilder();
        for (String line : AccountNumbers.text(tree, AccountNumbers.PASSWD, objects)
                .lines()
                .toList()) {
            String[] fields = line.split(":", -1);
            if (fields.length == FIELDS_OF_PASSWD && !fields[2].equals("0")) {
                users.append("u ")
                        .append(fields[0] + " " + fields[2] + ":" + fields[3])
                        .append(" \"" + fields[4].replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .append(" " + orDash(fields[5]) + " " + orDash(fields[6]) + "\n");
            }
        }
        String text = "# The image's users and groups. A host that lacks one of them makes it at boot.\n" + groups
                + users + members;
        tree.put(FILE, objects.store(text.getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
    }

    private static String orDash(String field) {
        return field.isBlank() || field.contains(" ") ? "-" : field;
    }
}
