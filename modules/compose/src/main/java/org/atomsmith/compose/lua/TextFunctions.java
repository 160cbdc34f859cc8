package org.atomsmith.compose.lua;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** Functions of Lua's module {@code string} that LuaJ 3.0.1 does not have as the manual describes them. */
final class TextFunctions {
    private static final int MAX_LENGTH = 16 << 20;
    private static final Pattern DIRECTIVE = Pattern.compile("%([-+ #0]*)([0-9]{0,2})([.][0-9]{0,2})?([a-zA-Z%])");

    private TextFunctions() {}

    /** Replaces them. */
    static void replaceIn(LuaTable module) {
        module.set("rep", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return repeated(arguments.checkjstring(1), arguments.checkint(2), arguments.optjstring(3, ""));
            }
        });
        LuaValue format = module.get("format");
        module.set("format", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return formatted(format, arguments);
            }
        });
    }

    private static LuaValue repeated(String text, int count, String between) {
        if ((text.length() + (long) between.length()) * Math.max(0, count) > MAX_LENGTH) {
            throw new LuaError("resulting string too large");
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(i > 0 ? between : "").append(text);
        }
        return LuaValue.valueOf(all.toString());
    }

    /** LuaJ knows no precision of fractions; everything else is its own. */
    private static LuaValue formatted(LuaValue format, Varargs arguments) {
        Matcher directive = DIRECTIVE.matcher(arguments.checkjstring(1));
        StringBuilder all = new StringBuilder();
        int next = 2;
        while (directive.find()) {
            char kind = directive.group(4).charAt(0);
            String text;
            if (kind == '%') {
                text = "%";
            } else if (kind == 'f' || kind == 'e' || kind == 'E') {
                text = String.format(Locale.ROOT, directive.group(), arguments.checkdouble(next++));
            } else {
                text = format.invoke(LuaValue.valueOf(directive.group()), arguments.arg(next++))
                        .tojstring();
            }
            directive.appendReplacement(all, Matcher.quoteReplacement(text));
        }
        return LuaValue.valueOf(directive.appendTail(all).toString());
    }
}
