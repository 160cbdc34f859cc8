package org.atomsmith.rpm.scriptlet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything of a package that runs, or makes accounts, when packages are installed.
 *
 * @param scriptlets by name without the percent sign: {@code pretrans}, {@code pre}, {@code post}, {@code posttrans}, ...
 * @param triggers in the header's order, those of packages first, then those of files, then those of transactions
 * @param prefixes where a relocatable package is installed, in the header's order
 * @param accounts lines of {@code sysusers.d} that the package states in what it provides (rpm 4.19)
 */
public record PackageScripts(
        SortedMap<String, Script> scriptlets, List<Trigger> triggers, List<String> prefixes, List<String> accounts) {
    /** Copies the collections. */
    public PackageScripts {
        scriptlets = new TreeMap<>(scriptlets);
        triggers = List.copyOf(triggers);
        prefixes = List.copyOf(prefixes);
        accounts = List.copyOf(accounts);
    }

    /** Of a package that runs nothing. */
    public static PackageScripts none() {
        return new PackageScripts(new TreeMap<>(Map.of()), List.of(), List.of(), List.of());
    }

    /** A scriptlet by its name. */
    public Optional<Script> scriptlet(String name) {
        return Optional.ofNullable(scriptlets.get(name));
    }

    /** The triggers of a scope, in the header's order: their place there is their index. */
    public List<Trigger> triggers(Trigger.Scope scope) {
        return triggers.stream().filter(t -> t.scope() == scope).toList();
    }
}
