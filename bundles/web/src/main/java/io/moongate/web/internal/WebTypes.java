package io.moongate.web.internal;

import io.moongate.runtime.LuaType;
import org.luaj.vm2.LuaUserdata;

/** The userdata types of the web module in one VM. */
final class WebTypes {

    private final VmWeb web;
    private final LuaType<Command> command;
    private final LuaType<Directory> directory =
            DirectoryMethods.addTo(LuaType.named("DIR", Directory.class)).method("service", DirectoryMethods::service);
    private final LuaType<Reader> reader = ReaderMethods.addTo(LuaType.named("RESRDR", Reader.class));

    WebTypes(VmWeb web) {
        this.web = web;
        this.command = ResponseMethods.addTo(RequestMethods.addTo(LuaType.named("REQUEST", Command.class)));
    }

    LuaType<Command> command() {
        return command;
    }

    LuaUserdata wrap(Directory made) {
        return web.context().wrap(directory, made);
    }

    LuaUserdata wrap(Reader made) {
        return web.context().wrap(reader, made);
    }
}
