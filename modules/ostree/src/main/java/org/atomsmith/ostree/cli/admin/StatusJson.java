package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootState;

/** The deployments as {@code ostree admin status --json} prints them. */
final class StatusJson {
    private StatusJson() {}

    static String of(Sysroot sysroot) throws IOException {
        StringBuilder json = new StringBuilder("{\n   \"deployments\": [\n");
        int count = sysroot.state().deployments().size();
        for (int i = 0; i < count; i++) {
            object(json, values(sysroot, i));
            json.append(i + 1 < count ? ",\n" : "\n");
        }
        return json.append("   ]\n}\n").toString();
    }

    private static Map<String, Object> values(Sysroot sysroot, int index) throws IOException {
        SysrootState state = sysroot.state();
        InstalledDeployment installed = state.deployments().get(index);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("checksum", installed.deployment().commit().hex());
        values.put("stateroot", installed.deployment().stateroot());
        values.put("serial", installed.deployment().deploySerial());
        values.put("index", index);
        values.put("booted", state.booted().filter(installed::isSame).isPresent());
        values.put("pending", state.pending().filter(installed::isSame).isPresent());
        values.put("rollback", state.rollback().filter(installed::isSame).isPresent());
        values.put("finalization-locked", installed.locked());
        values.put("soft-reboot-target", false);
        values.put("staged", installed.staged());
        values.put("pinned", installed.pinned());
        values.put("unlocked", installed.unlocked().text());
        Optional<Commit> commit = StatusCommand.commit(sysroot.repository(), installed.deployment());
        commit.flatMap(Commit::version).ifPresent(version -> values.put("version", version));
        commit.flatMap(StatusCommand::sourceTitle).ifPresent(title -> values.put("source-title", title));
        return values;
    }

    private static void object(StringBuilder json, Map<String, Object> values) {
        json.append("      {");
        String separator = "\n";
        for (Map.Entry<String, Object> value : values.entrySet()) {
            json.append(separator).append("         \"").append(value.getKey()).append("\": ");
            if (value.getValue() instanceof String text) {
                quote(json, text);
            } else {
                json.append(value.getValue());
            }
            separator = ",\n";
        }
        json.append("\n      }");
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
