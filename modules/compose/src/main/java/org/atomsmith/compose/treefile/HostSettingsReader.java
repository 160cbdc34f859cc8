package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a treefile says of the system that will run: units, kernel arguments, where things lie, SELinux. */
final class HostSettingsReader {
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]+");
    private static final Pattern UNIT_SUFFIX =
            Pattern.compile(".*\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");

    private final Settings settings;
    private final Problems problems;
    private final int edition;

    HostSettingsReader(Settings settings, Problems problems, int edition) {
        this.settings = settings;
        this.problems = problems;
        this.edition = edition;
    }

    Treefile.HostSettings read() {
        List<Located<String>> units = units();
        Optional<Located<String>> target = settings.text(Key.DEFAULT_TARGET);
        target.filter(name -> !name.value().endsWith(".target"))
                .ifPresent(name ->
                        problems.error(name.at(), "'" + name + "' is no systemd target", "write " + name + ".target"));
        String location = settings.text(Key.BOOT_LOCATION)
                .map(Located::value)
                .orElseGet(() ->
                        Key.BOOT_LOCATION.defaultValue(edition).orElseThrow().toString());
        boolean machineId = settings.isOn(Key.MACHINEID_COMPAT, edition);
        if (!machineId && !units.isEmpty()) {
            problems.error(
                    units.getFirst().at(),
                    "'units' cannot stand beside 'machineid-compat: false': systemd then enables by presets what it boots first",
                    "write a file of /usr/lib/systemd/system-preset in an overlay");
        }
        boolean container = settings.isOn(Key.CONTAINER, edition);
        return new Treefile.HostSettings(
                units,
                target,
                settings.values(Key.INITRAMFS_ARGS),
                kernelArguments(),
                settings.distinct(Key.ETC_GROUP_MEMBERS),
                settings.text(Key.MUTATE_OS_RELEASE).map(Located::value),
                location.equals("new") ? Treefile.BootLocation.NEW : Treefile.BootLocation.MODULES,
                container || settings.isOn(Key.TMP_IS_DIR, edition),
                machineId,
                settings.choice(Key.OPT_USRLOCAL, Treefile.OptUsrlocal.class, edition),
                container,
                selinux(container));
    }

    private List<Located<String>> units() {
        Map<String, Located<String>> units = new LinkedHashMap<>();
        for (Located<String> written : settings.strings(Key.UNITS)) {
            Located<String> unit = written.map(name -> UNIT_SUFFIX.matcher(name).matches() ? name : name + ".service");
            if (!UNIT.matcher(unit.value()).matches()) {
                problems.error(unit.at(), "'" + unit + "' cannot name a systemd unit", "");
            }
            units.putIfAbsent(unit.value(), unit);
        }
        return List.copyOf(units.values());
    }

    private List<String> kernelArguments() {
        List<String> arguments = new ArrayList<>();
        for (Located<String> written : settings.strings(Key.KARGS)) {
            String argument = written.value().strip();
            if (argument.isEmpty() || argument.chars().anyMatch(c -> c <= ' ')) {
                problems.error(
                        written.at(),
                        "'" + written + "' is not one kernel argument",
                        "write one per entry, without spaces");
            }
            arguments.add(argument);
        }
        return List.copyOf(arguments);
    }

    private Treefile.SelinuxSettings selinux(boolean container) {
        Optional<Boolean> wanted = settings.get(Key.SELINUX).map(Node::plain).map(Boolean.class::cast);
        Optional<Located<String>> version = settings.text(Key.SELINUX_LABEL_VERSION);
        version.filter(number -> !number.value().matches("[01]"))
                .ifPresent(number ->
                        problems.error(number.at(), "'selinux-label-version' is 0 or 1, found '" + number + "'", ""));
        return new Treefile.SelinuxSettings(
                container ? Optional.of(false) : wanted,
                version.filter(number -> number.value().equals("1")).isPresent() ? 1 : 0);
    }
}
