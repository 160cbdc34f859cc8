/**
 * Scriptlets in Lua as rpm runs them, with its modules {@code posix} and {@code rpm}. They see the tree and nothing
 * else: paths are resolved inside it, programs run in its sandbox. The interpreter is LuaJ (Lua 5.2).
 */
@NullMarked
package org.atomsmith.compose.lua;

import org.jspecify.annotations.NullMarked;
