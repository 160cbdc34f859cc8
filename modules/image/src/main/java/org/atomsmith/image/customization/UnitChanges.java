package org.atomsmith.image.customization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.layout.InstallSection;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;

/**
 * Enables, disables and masks systemd's units as {@code systemctl --root} does: links of {@code /etc/systemd/system} by the
 * units' {@code [Install]} sections. A preset file says the same, for hosts whose first boot presets all units.
 */
final class UnitChanges {
    private static final String OURS = "etc/systemd/system";
    private static final String PRESET = "etc/systemd/system-preset/10-image.preset";
    private static final String NOWHERE = "/dev/null";
    private static final List<String> DIRECTORIES =
            List.of(OURS, "usr/local/lib/systemd/system", "usr/lib/systemd/system");

    private final Draft draft;
    private final Set<String> presets = new TreeSet<>();

    UnitChanges(Draft draft) {
        this.draft = draft;
    }

    void apply(Customization.Services services) throws IOException {
        for (Located<String> unit : services.enabled()) {
            enable(unit, unit.value(), new HashSet<>());
        }
        for (Located<String> unit : services.disabled()) {
            disable(unit);
        }
        services.masked().forEach(this::mask);
    }

    /** Enables a unit that a customization wrote itself, or that it needs. */
    void enable(Located<?> why, String unit) throws IOException {
        enable(why, unit, new HashSet<>());
    }

    /** Writes down for presets what was done. */
    void write() {
        if (!presets.isEmpty()) {
            draft.write(PRESET, 0644, "# What this image enables and disables.\n" + String.join("\n", presets) + "\n");
        }
    }

    private void enable(Located<?> why, String asked, Set<String> done) throws IOException {
        Optional<String> file = find(asked);
        if (file.isEmpty()) {
            missing(why, asked);
            return;
        }
        String unit = realName(asked, file.get());
        if (!done.add(unit)) {
            return;
        }
        Optional<String> text = draft.text(draft.host().resolve(file.get()));
        if (draft.link(OURS + "/" + unit).equals(Optional.of(NOWHERE)) || text.isEmpty()) {
            draft.problem(why, "unit '" + unit + "' is masked in the tree", "unmask it in the treefile");
            return;
        }
        InstallSection install = InstallSection.parse(text.get());
        if (install.isEmpty()) {
            draft.problem(
                    why,
                    "unit '" + unit + "' cannot be enabled: it has no [Install] section, others start it",
                    "remove it");
            return;
        }
        String instance = install.instance(unit);
        if (instance.contains("@.")
                && !(install.wantedBy().isEmpty() && install.requiredBy().isEmpty())) {
            draft.problem(
                    why,
                    "'" + unit + "' is a template without a default instance",
                    "name one, as NAME@INSTANCE.service");
            return;
        }
        String target = "/" + file.get();
        install.wantedBy().forEach(by -> link(OURS + "/" + by + ".wants/" + instance, target));
        install.requiredBy().forEach(by -> link(OURS + "/" + by + ".requires/" + instance, target));
        install.alias().forEach(alias -> link(OURS + "/" + alias, target));
        presets.add("enable " + instance);
        for (String also : install.also()) {
            if (find(also).isPresent() && !done.contains(also)) {
                enable(why, also, done);
            }
        }
    }

    private void link(String path, String target) {
        if (!draft.link(path).equals(Optional.of(target))) {
            draft.symlink(path, target);
        }
    }

    private void disable(Located<String> asked) throws IOException {
        Optional<String> file = find(asked.value());
        if (file.isEmpty()) {
            missing(asked, asked.value());
            return;
        }
        String unit = realName(asked.value(), file.get());
        List<String> units = new ArrayList<>(List.of(unit));
        draft.text(draft.host().resolve(file.get()))
                .map(InstallSection::parse)
                .ifPresent(install -> units.addAll(install.also()));
        for (String one : units) {
            vendorLink(one)
                    .ifPresent(link -> draft.problem(
                            asked,
                            "unit '" + one + "' cannot be disabled: the tree itself wants it by /" + link,
                            "mask it"));
            unlink(one);
            presets.add("disable " + one);
        }
    }

    /** Removes every link of /etc that is called as the unit, or leads to its file. */
    private void unlink(String unit) {
        for (String name : draft.host().names(OURS)) {
            String path = OURS + "/" + name;
            if (name.endsWith(".wants") || name.endsWith(".requires")) {
                for (String link : draft.host().names(path)) {
                    if (is(unit, link, draft.link(path + "/" + link))) {
                        draft.remove(path + "/" + link);
                    }
                }
            } else if (!name.equals(unit)
                    && draft.link(path).filter(t -> t.endsWith("/" + unit)).isPresent()) {
                draft.remove(path);
            }
        }
    }

    private static boolean is(String unit, String link, Optional<String> target) {
        // An instance's link leads to its template, a template's own links to it are many.
        return link.equals(unit)
                || unit.contains("@.")
                        && target.filter(t -> t.endsWith("/" + unit)).isPresent();
    }

    private Optional<String> vendorLink(String unit) {
        String directory = DIRECTORIES.getLast();
        return draft.host().names(directory).stream()
                .filter(name -> name.endsWith(".wants") || name.endsWith(".requires"))
                .map(name -> directory + "/" + name + "/" + unit)
                .filter(path -> draft.host().find(path).isPresent())
                .findFirst();
    }

    private void mask(Located<String> unit) {
        String path = OURS + "/" + unit;
        if (draft.host().find(path).isPresent() && draft.link(path).isEmpty()) {
            draft.problem(unit, "unit '" + unit + "' cannot be masked: its file is /" + path, "change it with 'files'");
        } else if (find(unit.value()).isEmpty()) {
            missing(unit, unit.value());
        } else {
            draft.symlink(path, NOWHERE);
        }
    }

    /** The unit's file; of an instance, its own or its template's. */
    private Optional<String> find(String unit) {
        int at = unit.indexOf('@');
        List<String> names = at < 0
                ? List.of(unit)
                : List.of(unit, unit.substring(0, at + 1) + unit.substring(unit.lastIndexOf('.')));
        for (String name : names) {
            for (String directory : DIRECTORIES) {
                String path = directory + "/" + name;
                if (draft.isWritten(path) || draft.host().find(path).isPresent()) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    /** The name behind an alias: {@code sshd.service} may be a link to {@code ssh.service}. */
    private String realName(String unit, String file) {
        Optional<String> target = draft.link(file).filter(t -> !t.equals(NOWHERE));
        String name = target.map(t -> t.substring(t.lastIndexOf('/') + 1)).orElse(unit);
        return name.contains("@.") && unit.contains("@") ? unit : name;
    }

    private void missing(Located<?> why, String unit) {
        Set<String> names = new TreeSet<>();
        DIRECTORIES.forEach(directory -> names.addAll(draft.host().names(directory)));
        String near =
                Nearest.to(unit, names).map(n -> "did you mean '" + n + "'?").orElse("");
        draft.problem(why, "the tree has no unit '" + unit + "'", near.isEmpty() ? "add its package" : near);
    }
}
