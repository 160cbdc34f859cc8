package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;

/**
 * Makes the users and groups that packages state in what they provide, before their files come: lines of sysusers.d(5),
 * as {@code systemd-sysusers} understands them. It needs no program of the tree, because the first such packages come
 * before systemd.
 */
final class SysusersLines implements InternalProgram {
    static final String NAME = "<sysusers>";

    private static final int LAST_SYSTEM_ID = 999;
    private static final String NO_LOGIN = "/usr/sbin/nologin";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome run(BuildRoot root, ScriptletCall call) throws IOException {
        try {
            apply(root.directory(), call.input());
            return new Outcome(true, "");
        } catch (IllegalArgumentException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes accounts below a root.
     *
     * @throws IllegalArgumentException when a line does not fit
     */
    static void apply(Path root, String text) throws IOException {
        Tables accounts = new Tables(root);
        List<List<String>> lines = text.lines()
                .filter(line -> !line.isBlank())
                .map(SysusersLines::words)
                .toList();
        // Groups first, so that users find theirs; memberships last, as systemd-sysusers orders them.
        for (String kind : List.of("g", "u", "m")) {
            for (List<String> line : lines) {
                if (line.getFirst().replaceAll("[!]", "").equals(kind)) {
                    accounts.add(kind, line);
                }
            }
        }
        accounts.write();
    }

    /** Splits a line at white space; quotes keep words together. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (char c : line.strip().toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** The four files of accounts below a root. */
    private static final class Tables {
        private final Path root;
        private final Path etc;
        private final List<String> passwd;
        private final List<String> group;
        private final List<String> shadow;
        private final List<String> gshadow;

        Tables(Path root) throws IOException {
            this.root = root;
            this.etc = root.resolve("etc");
            this.passwd = read("passwd");
            this.group = read("group");
            this.shadow = read("shadow");
            this.gshadow = read("gshadow");
        }

        private List<String> read(String name) throws IOException {
            Path file = etc.resolve(name);
            return Files.isRegularFile(file)
                    ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8))
                    : new ArrayList<>();
        }

        void add(String kind, List<String> line) throws IOException {
            if (line.size() < 2) {
                throw new IllegalArgumentException("'" + String.join(" ", line) + "' names nobody");
            }
            String name = line.get(1);
            String id = field(line, 2);
            switch (kind) {
                case "g" -> group(name, id.isEmpty() ? Optional.empty() : number(id, line));
                case "u" -> user(name, id, line);
                default -> member(name, id);
            }
        }

        private static String field(List<String> line, int index) {
            return index < line.size() && !line.get(index).equals("-") ? line.get(index) : "";
        }

        /** A number, or the owner of a path: uid and gid. */
        private Optional<Integer> number(String id, List<String> line) throws IOException {
            if (id.startsWith("/")) {
                Optional<FileStatus> status = LinuxFiles.find(root.resolve(id.substring(1)));
                return status.map(line.getFirst().startsWith("g") ? FileStatus::gid : FileStatus::uid);
            }
            try {
                return Optional.of(Integer.parseUnsignedInt(id));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + String.join(" ", line) + "': '" + id + "' is no number", e);
            }
        }

        private int group(String name, Optional<Integer> wanted) {
            Optional<Integer> known = id(group, name);
            if (known.isPresent()) {
                return known.get();
            }
            Set<Integer> taken = ids(group);
            int gid = wanted.filter(id -> !taken.contains(id)).orElseGet(() -> free(taken, ids(passwd)));
            group.add(name + ":x:" + gid + ":");
            gshadow.add(name + ":!*::");
            return gid;
        }

        private void user(String name, String id, List<String> line) throws IOException {
            if (id(passwd, name).isPresent()) {
                return;
            }
            int colon = id.startsWith("/") ? -1 : id.indexOf(':');
            String own = colon < 0 ? id : id.substring(0, colon);
            String primary = colon < 0 ? "" : id.substring(colon + 1);
            Optional<Integer> uid = own.isEmpty() || own.equals("-") ? Optional.empty() : number(own, line);
            int gid;
            if (primary.isEmpty()) {
                gid = id(group, name).orElse(-1);
                if (gid < 0) {
                    Set<Integer> both = new HashSet<>(ids(passwd));
                    both.addAll(ids(group));
                    gid = group(name, uid.or(() -> Optional.of(free(both, Set.of()))));
                }
            } else {
                gid = id(group, primary).orElseGet(() -> Integer.parseUnsignedInt(primary));
            }
            Set<Integer> taken = ids(passwd);
            Optional<Integer> ofGroup = primary.isEmpty() ? Optional.of(gid) : Optional.empty();
            int number = uid.filter(wanted -> !taken.contains(wanted))
                    .or(() -> ofGroup.filter(wanted -> !taken.contains(wanted)))
                    .orElseGet(() -> free(taken, ids(group)));
            String home = field(line, 4).isEmpty() ? "/" : field(line, 4);
            String shell = field(line, 5).isEmpty() ? number == 0 ? "/bin/sh" : NO_LOGIN : field(line, 5);
            passwd.add(String.join(
                    ":", name, "x", Integer.toString(number), Integer.toString(gid), field(line, 3), home, shell));
            // The day of the last change is unknown: the same on every day.
            shadow.add(name + ":!*:::::::");
        }

        private void member(String user, String groupName) {
            group(groupName, Optional.empty());
            user(user);
            for (int i = 0; i < group.size(); i++) {
                String[] fields = group.get(i).split(":", -1);
                if (fields.length == 4 && fields[0].equals(groupName)) {
                    List<String> members = fields[3].isEmpty()
                            ? new ArrayList<>()
                            : new ArrayList<>(List.of(fields[3].split(",", -1)));
                    if (!members.contains(user)) {
                        members.add(user);
                        members.sort(null);
                    }
                    fields[3] = String.join(",", members);
                    group.set(i, String.join(":", fields));
                }
            }
        }

        private void user(String name) {
            try {
                user(name, "", List.of("u", name));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static int free(Set<Integer> taken, Set<Integer> better) {
            for (int id = LAST_SYSTEM_ID; id > 0; id--) {
                if (!taken.contains(id) && !better.contains(id)) {
                    return id;
                }
            }
            throw new IllegalArgumentException("all numbers of system users are taken");
        }

        private static Optional<Integer> id(List<String> lines, String name) {
            return lines.stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 2 && fields[0].equals(name))
                    .flatMap(fields -> parsed(fields[2]).stream())
                    .findFirst();
        }

        private static Set<Integer> ids(List<String> lines) {
            return lines.stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 2)
                    .flatMap(fields -> parsed(fields[2]).stream())
                    .collect(Collectors.toSet());
        }

        private static Optional<Integer> parsed(String id) {
            return id.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(id)) : Optional.empty();
        }

        void write() throws IOException {
            Files.createDirectories(etc);
            Map<String, List<String>> files = new TreeMap<>(Map.of("passwd", passwd, "group", group));
            files.put("shadow", shadow);
            files.put("gshadow", gshadow);
            for (Map.Entry<String, List<String>> e : files.entrySet()) {
                Path file = etc.resolve(e.getKey());
                boolean secret = e.getKey().endsWith("shadow");
                boolean fresh = LinuxFiles.find(file).isEmpty();
                if (fresh && e.getValue().isEmpty()) {
                    continue;
                }
                Files.write(file, e.getValue(), StandardCharsets.UTF_8);
                if (fresh) {
                    LinuxFiles.chmod(file, secret ? 0 : 0644);
                }
            }
        }
    }
}
