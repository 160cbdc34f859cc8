package org.atomsmith.rpm.scriptlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;

/**
 * {@link PackageScripts} as one word of text: an attribute of a {@link PackageHeader}, which is how they get from a package
 * file to whoever installs it. The form is private to this class.
 */
public final class PackageScriptsText {
    /** The attribute. */
    public static final String ATTRIBUTE = "rpm.scripts";

    private static final int MAX_COUNT = 100_000;
    private static final int MAX_TEXT = 1 << 26;

    private PackageScriptsText() {}

    /** The scripts that a header carries; none when it has no such attribute. */
    public static PackageScripts of(PackageHeader header) throws IOException {
        String text = header.attributes().get(ATTRIBUTE);
        return text == null ? PackageScripts.none() : parse(text);
    }

    /** Writes scripts; empty when there are none. */
    public static String write(PackageScripts scripts) {
        if (scripts.equals(PackageScripts.none())) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(scripts.scriptlets().size());
            for (var e : scripts.scriptlets().entrySet()) {
                text(out, e.getKey());
                script(out, e.getValue());
            }
            out.writeInt(scripts.triggers().size());
            for (Trigger trigger : scripts.triggers()) {
                out.writeByte(trigger.scope().ordinal());
                out.writeByte(trigger.moment().ordinal());
                out.writeLong(trigger.priority());
                script(out, trigger.script());
                out.writeInt(trigger.conditions().size());
                for (Condition c : trigger.conditions()) {
                    text(out, c.name());
                    out.writeByte(c.op().ordinal());
                    text(out, c.evr().map(Evr::toString).orElse(""));
                }
            }
            texts(out, scripts.prefixes());
            texts(out, scripts.accounts());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when it is something else
     */
    static PackageScripts parse(String text) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("a package's scripts are not in base64", e);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        SortedMap<String, Script> scriptlets = new TreeMap<>();
        for (int n = count(in); n > 0; n--) {
            scriptlets.put(text(in), script(in));
        }
        List<Trigger> triggers = new ArrayList<>();
        for (int n = count(in); n > 0; n--) {
            Scope scope = Scope.values()[in.readByte()];
            Moment moment = Moment.values()[in.readByte()];
            long priority = in.readLong();
            Script script = script(in);
            List<Condition> conditions = new ArrayList<>();
            for (int c = count(in); c > 0; c--) {
                String name = text(in);
                Comparison op = Comparison.values()[in.readByte()];
                String evr = text(in);
                conditions.add(new Condition(name, op, evr.isEmpty() ? Optional.empty() : Optional.of(Evr.parse(evr))));
            }
            triggers.add(new Trigger(scope, moment, script, priority, conditions));
        }
        return new PackageScripts(scriptlets, triggers, texts(in), texts(in));
    }

    private static void script(DataOutputStream out, Script script) throws IOException {
        texts(out, script.program());
        text(out, script.body());
        out.writeBoolean(script.expands());
        out.writeBoolean(script.describes());
    }

    private static Script script(DataInputStream in) throws IOException {
        return new Script(texts(in), text(in), in.readBoolean(), in.readBoolean());
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int n = count(in); n > 0; n--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_TEXT || length > in.available()) {
            throw new IOException("a package's scripts are cut short");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_COUNT) {
            throw new IOException("a package's scripts are damaged");
        }
        return count;
    }
}
