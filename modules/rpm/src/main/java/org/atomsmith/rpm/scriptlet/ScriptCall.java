package org.atomsmith.rpm.scriptlet;

import java.util.List;
import java.util.OptionalInt;
import org.atomsmith.rpm.Nevra;

/**
 * A script at the place where a transaction runs it.
 *
 * @param owner the package that brings it
 * @param kind what a spec file calls it, without the percent sign
 * @param first its first argument: how many instances of the package are installed
 * @param second its second argument: of the package that set a trigger off
 * @param input paths that set a file trigger off, which it reads line by line
 * @param prefixes where its relocatable package is installed
 */
public record ScriptCall(
        Nevra owner,
        String kind,
        Script script,
        int first,
        OptionalInt second,
        List<String> input,
        List<String> prefixes) {
    /** Copies the lists. */
    public ScriptCall {
        input = List.copyOf(input);
        prefixes = List.copyOf(prefixes);
    }

    /** The same, reading nothing. */
    ScriptCall withoutInput() {
        return new ScriptCall(owner, kind, script, first, second, List.of(), prefixes);
    }

    /** The arguments as text. */
    public List<String> arguments() {
        return second.isPresent()
                ? List.of(Integer.toString(first), Integer.toString(second.getAsInt()))
                : List.of(Integer.toString(first));
    }
}
