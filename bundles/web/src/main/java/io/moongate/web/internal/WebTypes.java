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

    private final LuaType<SessionObject> session = SessionObject.type();
    private final LuaType<Cookie> cookie = Cookie.type();
    private final LuaType<Deferred> deferred = Deferred.type();
    private final LuaType<ResponseBuffer> buffer = ResponseBuffer.type();

    private final LuaType<ServerConnection> connection = ServerConnection.type();

    private final LuaType<Upload> upload = Upload.type();
    private final LuaType<Redirector> redirector = Redirector.type();

    private final LuaType<DavDirectory> dav = DavMethods.addTo(LuaType.named("DAV", DavDirectory.class));

    private final LuaType<TraceLogger> traceLogger = TraceLogger.type();

    WebTypes(VmWeb web) {
        this.web = web;
        this.command = BodyMethods.addTo(UserMethods.addTo(
                ResponseMethods.addTo(RequestMethods.addTo(LuaType.named("REQUEST", Command.class)))));
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

    LuaUserdata wrap(SessionObject made) {
        return web.context().wrap(session, made);
    }

    LuaUserdata wrap(Cookie made) {
        return web.context().wrap(cookie, made);
    }

    LuaUserdata wrap(Deferred made) {
        return web.context().wrap(deferred, made);
    }

    LuaUserdata wrap(ResponseBuffer made) {
        return web.context().wrap(buffer, made);
    }

    LuaUserdata wrap(ServerConnection made) {
        return web.context().wrap(connection, made);
    }

    LuaUserdata wrap(Upload made) {
        return web.context().wrap(upload, made);
    }

    LuaUserdata wrap(Redirector made) {
        return web.context().wrap(redirector, made);
    }

    LuaUserdata wrap(DavDirectory made) {
        return web.context().wrap(dav, made);
    }

    LuaUserdata wrap(TraceLogger made) {
        return web.context().wrap(traceLogger, made);
    }
}
