package org.atomsmith.compose.install;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment variables that every scriptlet gets: the same on every machine.
 *
 * @param sourceDateEpoch seconds since 1970 that stand for "now" (reproducible-builds.org's SOURCE_DATE_EPOCH)
 */
public record ScriptletEnvironment(long sourceDateEpoch) {

    /** The variables, sorted by name. */
    public SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>(Map.of(
                "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME", "/root",
                "LC_ALL", "C.UTF-8",
                "TZ", "UTC",
                "TERM", "dumb",
                "SOURCE_DATE_EPOCH", Long.toString(sourceDateEpoch),
                // What has hash tables with random seeds writes them in another order each time.
                "PERL_HASH_SEED", "0",
                "PYTHONHASHSEED", "0",
                "SYSTEMD_OFFLINE", "1"));
        // Programs in Python cache what they import, validated by time, and all times are 1970 in a deployment. What
        // packages compile themselves is validated by its hash, because of SOURCE_DATE_EPOCH.
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        // The initramfs is made at the end, once: kernel packages honour this (linux-base, dracut, initramfs-tools).
        variables.put("INITRD", "No");
        return variables;
    }

    /** The environment of programs that make what depends on no day, as files of a deployment, whose times are 0. */
    public static ScriptletEnvironment timeless() {
        return new ScriptletEnvironment(0);
    }

    /** Stands for the environment in cache keys. */
    public String key() {
        return variables().toString();
    }
}
