package org.atomsmith.deb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.deb.StatusFile.Installed;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.TextFileException;

/**
 * dpkg's triggers, deb-triggers(5): packages ask to be told when files below a path change or when another package
 * activates a name, and then their {@code postinst triggered "names"} runs, once for all that came together.
 */
public final class DebTriggers {
    private final List<Installed> packages;
    /** Numbers of the packages that are interested, by trigger. */
    private final Map<String, List<Integer>> interests;

    private DebTriggers(List<Installed> packages, Map<String, List<Integer>> interests) {
        this.packages = packages;
        this.interests = interests;
    }

    /** Names that each package is to be told, by the package's number. */
    private static final class Told {
        private final List<SortedSet<String>> triggers = new ArrayList<>();

        Told(int packages) {
            for (int i = 0; i < packages; i++) {
                triggers.add(new TreeSet<>());
            }
        }

        void tell(int number, String trigger) {
            triggers.get(number).add(trigger);
        }
    }

    /** One line of a triggers file: {@code interest-noawait /usr/share/man}. */
    private record Directive(boolean interest, boolean await, String trigger) {}

    /**
     * Files that a package brings, and what it activates by being installed.
     *
     * @param paths of its payload, relative to the root, without a leading slash
     */
    public record Arrival(PackageHeader header, Collection<String> paths) {}

    /**
     * A package whose postinst must be called.
     *
     * @param triggers the names to pass, joined by blanks, in one argument
     */
    public record Pending(PackageHeader header, SortedSet<String> triggers) {}

    /**
     * Notes what packages are interested in.
     *
     * @param installed headers that {@link DebFormat} read; their order is the order of what {@link #pending} returns
     * @throws IOException when a triggers file is malformed
     */
    public static DebTriggers of(Collection<PackageHeader> installed) throws IOException {
        List<Installed> packages = new ArrayList<>();
        for (PackageHeader header : installed) {
            packages.add(Installed.of(header));
        }
        return new DebTriggers(packages, interests(packages));
    }

    private static Map<String, List<Integer>> interests(List<Installed> packages) throws TextFileException {
        Map<String, List<Integer>> interests = new HashMap<>();
        for (int number = 0; number < packages.size(); number++) {
            for (Directive directive : directives(packages.get(number).header())) {
                if (directive.interest()) {
                    interests
                            .computeIfAbsent(directive.trigger(), t -> new ArrayList<>())
                            .add(number);
                }
            }
        }
        return interests;
    }

    /**
     * Which packages have to be told, and what.
     *
     * @param arrivals packages that came, with their paths
     * @param unincorporated the content of {@code triggers/Unincorp}, where {@code dpkg-trigger} notes what scripts
     *     activate; empty when there is none
     * @return in the packages' order; a package is there once
     * @throws IOException when a triggers file or {@code unincorporated} is malformed
     */
    public List<Pending> pending(Collection<Arrival> arrivals, String unincorporated) throws IOException {
        Told told = new Told(packages.size());
        for (Arrival arrival : arrivals) {
            for (String path : arrival.paths()) {
                below("/" + path, told);
            }
            for (Directive directive : directives(arrival.header())) {
                if (!directive.interest()) {
                    activate(directive.trigger(), told);
                }
            }
        }
        int number = 0;
        for (String line : unincorporated.split("\n")) {
            number++;
            String trigger = line.strip().split("\\s+")[0];
            if (!trigger.isEmpty()) {
                checkName(trigger, "triggers/Unincorp", number);
                activate(trigger, told);
            }
        }
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            if (!told.triggers.get(i).isEmpty()) {
                pending.add(new Pending(packages.get(i).header(), told.triggers.get(i)));
            }
        }
        return pending;
    }

    /** A trigger that is a path is activated by everything at or below it. */
    private void below(String path, Told told) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            tell(path.substring(0, end), told);
        }
    }

    private void activate(String trigger, Told told) {
        if (trigger.startsWith("/")) {
            below(trigger, told);
        } else {
            tell(trigger, told);
        }
    }

    private void tell(String trigger, Told told) {
        for (int number : interests.getOrDefault(trigger, List.of())) {
            told.tell(number, trigger);
        }
    }

    /**
     * What dpkg's database says of interests: {@code triggers/File} for paths, and a file for each name.
     */
    static SortedMap<String, String> interestFiles(List<Installed> packages) throws IOException {
        StringBuilder paths = new StringBuilder();
        SortedMap<String, String> files = new TreeMap<>();
        for (Installed installed : packages) {
            for (Directive directive : directives(installed.header())) {
                String who = installed.databaseName() + (directive.await() ? "" : "/noawait") + "\n";
                if (directive.interest() && directive.trigger().startsWith("/")) {
                    paths.append(directive.trigger()).append(' ').append(who);
                } else if (directive.interest()) {
                    files.merge("triggers/" + directive.trigger(), who, String::concat);
                }
            }
        }
        files.put("triggers/File", paths.toString());
        files.put("triggers/Unincorp", "");
        return files;
    }

    private static List<Directive> directives(PackageHeader header) throws TextFileException {
        String text = header.attributes().getOrDefault(DebFormat.TRIGGERS, "");
        List<Directive> directives = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            String[] words = line.strip().split("\\s+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            String file = header.nevra() + ": triggers";
            if (words.length != 2) {
                throw new TextFileException(
                        file, number, 1, "expected 'directive trigger', found '" + line.strip() + "'");
            }
            checkName(words[1], file, number);
            directives.add(
                    switch (words[0]) {
                        case "interest", "interest-await" -> new Directive(true, true, words[1]);
                        case "interest-noawait" -> new Directive(true, false, words[1]);
                        case "activate", "activate-await" -> new Directive(false, true, words[1]);
                        case "activate-noawait" -> new Directive(false, false, words[1]);
                        default ->
                            throw new TextFileException(file, number, 1, "'" + words[0] + "' is no trigger directive");
                    });
        }
        return directives;
    }

    /** A name without slashes becomes a file name in the database. */
    private static void checkName(String trigger, String file, int line) throws TextFileException {
        boolean good = trigger.startsWith("/")
                ? !List.of(trigger.split("/")).contains("..")
                : trigger.matches("[A-Za-z0-9][A-Za-z0-9+._:-]*") && !trigger.matches("File|Unincorp|Lock");
        if (!good) {
            throw new TextFileException(file, line, 1, "'" + trigger + "' is no trigger name");
        }
    }
}
