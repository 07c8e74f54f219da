package io.moongate.tls.internal;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code ba.create.key/csr/certificate/sharkcert/certstore/sharkssl}, {@code ba.parsecert}, {@code ba.sharkclient}. */
@Component
public final class TlsModule implements LuaModule {

    private final SystemTrust systemTrust = new SystemTrust();

    @Activate
    public TlsModule() {}

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        KeyFunctions keys = new KeyFunctions(context.vm());
        SharkFunctions sharks = new SharkFunctions(context, systemTrust);
        return List.of(
                LuaLibrary.named("ba.create")
                        .function("key", keys::key)
                        .function("csr", keys::csr)
                        .function("certificate", keys::certificate)
                        .function("sharkcert", sharks::sharkcert)
                        .function("certstore", sharks::certstore)
                        .function("sharkssl", sharks::sharkssl),
                LuaLibrary.named("ba")
                        .function("sharkclient", sharks::sharkclient)
                        .function("parsecert", KeyFunctions::parsecert)
                        .function("parsecerttime", KeyFunctions::parsecerttime));
    }
}
