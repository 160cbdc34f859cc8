package org.atomsmith.compose.lua;

import java.lang.management.ManagementFactory;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.DebugLib;

/** Ends a script that runs, or allocates, without end. */
final class Limits extends DebugLib {
    private static final long MAX_INSTRUCTIONS = 50_000_000;
    private static final long MAX_BYTES = 512L << 20;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Thread main = Thread.currentThread();
    private final long before = threads.getCurrentThreadAllocatedBytes();
    private long instructions;

    @Override
    public void onInstruction(int pc, Varargs v, int top) {
        if (++instructions > MAX_INSTRUCTIONS) {
            throw new LuaError("the script does not come to an end: " + MAX_INSTRUCTIONS + " instructions");
        }
        // One instruction at most doubles the longest text, so that none goes far beyond the limit.
        long allocated = threads.getCurrentThreadAllocatedBytes() - (Thread.currentThread() == main ? before : 0);
        if (allocated > MAX_BYTES) {
            throw new LuaError("the script takes more than " + MAX_BYTES / (1 << 20) + " MiB");
        }
        super.onInstruction(pc, v, top);
    }
}
