package io.moongate.httpclient.internal;

import io.moongate.net.Dialer;
import io.moongate.net.NetLoops;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code require "httpc"}; {@code "http"} and {@code "httpm"} are Lua on top of it. */
@Component
public final class ClientModule implements LuaModule {

    private final Dialer dialer;

    @Activate
    public ClientModule(@Reference NetLoops loops) {
        this.dialer = new Dialer(loops);
    }

    @Override
    public String name() {
        return "httpc";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(new ClientLibrary(context, dialer).library());
    }
}
