package io.moongate.web.internal;

import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.luaj.vm2.LuaTable;

/** Gives each app that has a mount its place in the tree, as {@code dir} of its environment. */
final class AppMounts implements AppExtension {

    private final WebServer server;
    private final WebModule module;
    private final Map<App, Reader> mounted = new ConcurrentHashMap<>();

    AppMounts(WebServer server, WebModule module) {
        this.server = server;
        this.module = module;
    }

    @Override
    public void starting(App app) {
        app.manifest().mount().ifPresent(mount -> mount(app, app.vm().await(module.in(app.vm())), mount));
    }

    private void mount(App app, VmWeb web, String mount) {
        LuaTable environment = app.environment();
        String name = mount.replaceAll("^/+|/+$", "");
        Reader reader = new AppReader(web, name, app.io(), environment.rawget("io"));
        environment.rawset("dir", web.types().wrap(reader));
        server.root().insert(reader);
        mounted.put(app, reader);
    }

    @Override
    public void started(App app) {
        Reader reader = mounted.get(app);
        if (reader != null) {
            reader.filter(app.environment());
        }
    }

    @Override
    public void stopped(App app) {
        Reader reader = mounted.remove(app);
        if (reader != null) {
            reader.close();
        }
        module.in(app.vm()).thenAccept(MakoLibrary::finish);
    }

    /** The files of an app: not served before its start is through, for until then pages would be sent as source. */
    private static final class AppReader extends Reader {

        AppReader(VmWeb web, String name, io.moongate.runtime.io.Io io, org.luaj.vm2.LuaValue ioValue) {
            super(web, name, 0, io, ioValue);
        }

        @Override
        boolean isStarting() {
            return !hasFilter();
        }
    }
}
