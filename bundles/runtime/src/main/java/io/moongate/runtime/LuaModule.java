package io.moongate.runtime;

import java.util.List;

/**
 * What a bundle contributes to every VM. Registered as an OSGi service; the registry opens it in each VM, present and
 * future, and withdraws it when the service goes: its functions then raise an error that names the module, and its open
 * objects close as if their peer had.
 *
 * <p>Lua code caches functions, so what Lua sees are stubs that forward to the current implementation.
 *
 * <p>Pure-Lua parts are resources under {@code /lua} of the module's bundle: {@code require "a.b"} finds {@code
 * /lua/a/b.lua}.
 */
public interface LuaModule {

    /** The name in messages and listings, such as {@code "ba.socket"}. */
    String name();

    /**
     * Opens the module in one VM. Called once for each VM, on that VM's thread, while none of its strands runs; must not
     * wait.
     */
    List<LuaLibrary> open(ModuleContext context);
}
