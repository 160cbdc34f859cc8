package org.atomsmith.rpm.query;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.HeaderValue;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.TagNames;

/** All of a package's header as {@code rpm -qp --json} of rpm 6 has it: names to texts, numbers, or lists of them. */
public final class HeaderFacts {
    private HeaderFacts() {}

    /** The entries by name, in the order of their numbers; one that stands alone is no list; bytes are in base64. */
    public static Map<String, Object> of(RpmFile rpm) throws PackageFormatException {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Map.Entry<Integer, HeaderValue> entry : rpm.values().entrySet()) {
            String name = TagNames.of(entry.getKey()).orElse("Tag" + entry.getKey());
            switch (entry.getValue()) {
                case HeaderValue.Numbers(List<Long> values) -> facts.put(name, alone(values));
                case HeaderValue.Strings(List<String> values) -> facts.put(name, alone(values));
                case HeaderValue.Bytes(byte[] value) ->
                    facts.put(name, Base64.getEncoder().encodeToString(value));
                case HeaderValue.Nothing() -> {}
            }
        }
        return facts;
    }

    private static Object alone(List<?> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }
}
