package org.atomsmith.compose.lua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;

/**
 * Everything that a script asks of the world outside of it, in order. A script that forks is run a second time, as the
 * child: up to the fork it gets the same answers again, so that nothing happens twice, and then it goes on by itself.
 */
final class Effects {
    private static final int MAX_EFFECTS = 1_000_000;

    private final List<Effect> log;
    private int at;

    /** The effects of a script that begins. */
    Effects() {
        this.log = new ArrayList<>();
    }

    private Effects(List<Effect> log) {
        this.log = new ArrayList<>(log);
    }

    /** An effect that happened: its result, or the error that it ended with. */
    private record Effect(String name, Object result) {}

    /** Something that a script asks for. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** The effects of a child: those before the one that is happening, and another answer to that one. */
    Effects child(String name, Object result) {
        Effects child = new Effects(log.subList(0, at - 1));
        child.log.add(new Effect(name, result));
        return child;
    }

    /**
     * Does what is asked for, or gives the answer that it had.
     *
     * @param name of what is asked for: a script that asks for something else when it runs again cannot be followed
     */
    @SuppressWarnings("unchecked") // an effect of a name has always the same type
    <T> T of(String name, Action<T> action) throws IOException {
        if (at < log.size()) {
            Effect known = log.get(at++);
            if (!known.name.equals(name)) {
                throw new LuaError("posix.fork: the script took another way when it ran again as the child");
            }
            if (known.result instanceof LuaError e) {
                throw e;
            }
            if (known.result instanceof IOException e) {
                throw e;
            }
            return (T) known.result;
        }
        if (log.size() >= MAX_EFFECTS) {
            throw new LuaError("the script asks for more than " + MAX_EFFECTS + " things");
        }
        at++;
        int mine = log.size();
        log.add(new Effect(name, ""));
        try {
            T result = action.run();
            log.set(mine, new Effect(name, result));
            return result;
        } catch (IOException | LuaError e) {
            log.set(mine, new Effect(name, e));
            throw e;
        }
    }
}
