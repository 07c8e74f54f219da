package io.moongate.smtp.internal;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The mail modules, which are written in Lua on {@code ba.socket}: see {@code /lua}. */
@Component
public final class SmtpModule implements LuaModule {

    @Override
    public String name() {
        return "socket.smtp";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of();
    }
}
