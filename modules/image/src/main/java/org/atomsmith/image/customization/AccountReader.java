package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.Problems;

/** Reads users, their keys, and groups. */
final class AccountReader {
    /** What shadow's useradd and systemd both take. */
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,30}[a-z0-9_$-]?");

    private static final long LARGEST_ID = 4_294_967_293L;
    private static final int RESERVED_ID = 65_535;

    private final Problems problems;

    AccountReader(Problems problems) {
        this.problems = problems;
    }

    List<Customization.User> users(List<Section> sections) {
        List<Customization.User> users = new ArrayList<>();
        for (Section s : sections) {
            Located<String> name = name(s, "user");
            Optional<Located<String>> description = s.text("description");
            description
                    .filter(d -> d.value().matches("(?s).*[:\\p{Cntrl}].*"))
                    .ifPresent(d -> problems.error(
                            d.at(), "the description of user '" + name + "' has a colon or a control character", ""));
            Optional<Located<String>> home = path(s, "home");
            Optional<Located<String>> shell = path(s, "shell");
            users.add(new Customization.User(
                    name,
                    description.map(Located::value),
                    password(s, name),
                    s.text("key").map(this::lines).orElse(List.of()),
                    home,
                    shell,
                    s.texts("groups"),
                    id(s, "uid"),
                    id(s, "gid"),
                    day(s),
                    s.isOn("force_password_reset"),
                    s.text("sudo")
                            .map(t -> t.value().equals("password")
                                    ? Customization.Sudo.PASSWORD
                                    : Customization.Sudo.NOPASSWD)));
        }
        unique("user", users.stream().map(Customization.User::name).toList());
        return List.copyOf(users);
    }

    List<Customization.SshKey> keys(List<Section> sections) {
        List<Customization.SshKey> keys = new ArrayList<>();
        for (Section s : sections) {
            Located<String> user = s.text("user").orElseThrow();
            lines(s.text("key").orElseThrow()).forEach(line -> keys.add(new Customization.SshKey(user, line)));
        }
        return List.copyOf(keys);
    }

    List<Customization.Group> groups(List<Section> sections) {
        List<Customization.Group> groups = sections.stream()
                .map(s -> new Customization.Group(name(s, "group"), id(s, "gid")))
                .toList();
        unique("group", groups.stream().map(Customization.Group::name).toList());
        return groups;
    }

    private Located<String> name(Section section, String what) {
        Located<String> name = section.text("name").orElseThrow();
        if (!NAME.matcher(name.value()).matches()) {
            problems.error(
                    name.at(),
                    "'" + name + "' cannot name a " + what,
                    "use small letters, digits, _ and -, at most 32, a letter or _ first");
        }
        return name;
    }

    private void unique(String what, List<Located<String>> names) {
        Map<String, Position> seen = new HashMap<>();
        for (Located<String> name : names) {
            Position before = seen.putIfAbsent(name.value(), name.at());
            if (before != null) {
                problems.error(name.at(), what + " '" + name + "' is given twice, first in " + before, "join the two");
            }
        }
    }

    private Optional<PasswordHash> password(Section section, Located<String> user) {
        Optional<Located<String>> written = section.text("password");
        Optional<String> fault = written.flatMap(w -> PasswordHash.fault(w.value()));
        if (written.isPresent() && fault.isPresent()) {
            problems.error(
                    written.get().at().wholeLine(),
                    "the password of user '" + user + "' is " + fault.get(),
                    "make a hash with 'mkpasswd' or 'openssl passwd -6'");
            return Optional.empty();
        }
        return written.map(w -> new PasswordHash(w.value()));
    }

    private List<String> lines(Located<String> text) {
        List<String> lines = text.value()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            problems.error(text.at(), "there is no ssh key", "give a line of a file that ends in .pub");
        }
        for (String line : lines) {
            PublicKeyLine.fault(line)
                    .ifPresent(fault -> problems.error(
                            text.at().wholeLine(),
                            "this is no public ssh key: " + fault,
                            "give a line of a file that ends in .pub"));
        }
        return lines;
    }

    private Optional<Located<String>> path(Section section, String key) {
        Optional<Located<String>> path = section.text(key);
        Optional<String> fault = path.flatMap(p -> AbsolutePath.fault(p.value()))
                .or(() -> path.filter(p -> p.value().contains(":")).map(_ -> "has a colon"));
        if (path.isPresent() && fault.isPresent()) {
            problems.error(path.get().at(), "'" + key + "': '" + path.get() + "' " + fault.get(), "");
            return Optional.empty();
        }
        return path;
    }

    private Optional<Located<Integer>> id(Section section, String key) {
        Optional<Located<Long>> id = section.number(key);
        if (id.isPresent()
                && (id.get().value() < 0
                        || id.get().value() > LARGEST_ID
                        || id.get().value() == RESERVED_ID)) {
            problems.error(
                    id.get().at(),
                    "'" + key + "' must be 0 to " + LARGEST_ID + " and not 65535, found " + id.get(),
                    "");
            return Optional.empty();
        }
        return id.map(i -> i.map(Long::intValue));
    }

    private OptionalInt day(Section section) {
        Optional<Located<Long>> day = section.number("expiredate");
        if (day.isPresent() && (day.get().value() < 0 || day.get().value() > 999_999)) {
            problems.error(day.get().at(), "'expiredate' counts days since 1970, found " + day.get(), "");
            return OptionalInt.empty();
        }
        return day.isPresent() ? OptionalInt.of(Math.toIntExact(day.get().value())) : OptionalInt.empty();
    }
}
