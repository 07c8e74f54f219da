package io.moongate.web.internal;

import io.moongate.runtime.LuaLibrary;

/** What else the server offers to {@code ba.create}. */
final class ServerLibrary {

    private final VmWeb web;

    ServerLibrary(VmWeb web) {
        this.web = web;
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba.create").function("servcon", args -> ServerConnection.create(web, args));
    }
}
