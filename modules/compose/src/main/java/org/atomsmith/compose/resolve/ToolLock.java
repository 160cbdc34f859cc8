package org.atomsmith.compose.resolve;

import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.compose.lock.LockedPackage;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.rpm.Evr;

/** The tools of a build in a lockfile: its metadata's field {@code tools}, since they are no packages of the tree. */
final class ToolLock {
    private static final String METADATA = "tools";
    private static final String DIGEST = "digest";
    private static final String EVR = "evr";

    private ToolLock() {}

    static Lockfile add(Lockfile lockfile, Map<String, LockedPackage> tools) {
        if (tools.isEmpty()) {
            return lockfile;
        }
        TreeMap<String, Object> all = new TreeMap<>();
        tools.forEach((name, locked) -> all.put(
                name,
                new TreeMap<>(Map.of(
                        EVR, locked.evr().toString(), DIGEST, locked.digest().orElse("")))));
        return lockfile.with(METADATA, all);
    }

    static Map<String, LockedPackage> read(Lockfile lockfile) {
        Map<String, LockedPackage> tools = new TreeMap<>();
        if (lockfile.metadata().get(METADATA) instanceof Map<?, ?> all) {
            all.forEach((name, fields) -> {
                if (name instanceof String text
                        && fields instanceof Map<?, ?> map
                        && map.get(EVR) instanceof String evr) {
                    tools.put(
                            text,
                            new LockedPackage(
                                    Evr.parse(evr),
                                    java.util.Optional.empty(),
                                    map.get(DIGEST) instanceof String digest && LockedPackage.isDigest(digest)
                                            ? java.util.Optional.of(digest)
                                            : java.util.Optional.empty(),
                                    java.util.Optional.empty(),
                                    Map.of()));
                }
            });
        }
        return tools;
    }
}
