package io.moongate.lua;

import io.moongate.lua.fiber.FiberFactory;
import java.io.InputStream;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * One isolated Lua state: its globals, its standard library, its type metatables. States share nothing mutable.
 *
 * <p>One thread at a time runs code of a state; {@link #interrupt} may be called from any thread.
 */
public final class LuaState {

    private final Globals globals = JsePlatform.standardGlobals();
    private final FiberFactory fibers = FiberFactory.best();

    /** The table of global variables, with the standard library in it. */
    public LuaTable globals() {
        return globals;
    }

    /** What coroutines of this state are made with; strands that run its code use the same. */
    public FiberFactory fibers() {
        return fibers;
    }

    /**
     * Compiles a chunk.
     *
     * @param source the bytes of the chunk; read to its end, not closed
     * @param chunkName as in {@code load}: {@code "@file.lua"} or {@code "=name"}
     * @param mode {@code "t"}, {@code "b"} or {@code "bt"}
     * @param env the chunk's {@code _ENV}
     * @throws org.luaj.vm2.LuaError with position when the chunk is malformed
     */
    public LuaFunction load(InputStream source, String chunkName, String mode, LuaValue env) {
        return globals.load(source, chunkName, mode, env).checkfunction();
    }
}
