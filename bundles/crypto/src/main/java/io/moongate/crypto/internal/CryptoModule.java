package io.moongate.crypto.internal;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code ba.crypto}, {@code ba.aes*}; {@code require "jwt"} is {@code /lua/jwt.lua} of this bundle. */
@Component
public final class CryptoModule implements LuaModule {

    @Activate
    public CryptoModule() {}

    @Override
    public String name() {
        return "ba.crypto";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        Hashes hashes = new Hashes(context);
        Ciphers ciphers = new Ciphers(context);
        TextCipher texts = new TextCipher();
        return List.of(
                LuaLibrary.named("ba.crypto")
                        .function("hash", hashes::hash)
                        .function("sha1", Hashes::sha1)
                        .function("PBKDF2", hashes::pbkdf2)
                        .function("symmetric", ciphers::symmetric)
                        .function("keysize", Asymmetric::keysize)
                        .function("encrypt", Asymmetric::encrypt)
                        .function("decrypt", Asymmetric::decrypt)
                        .function("sign", Asymmetric::sign)
                        .function("verify", Asymmetric::verify)
                        .function("keyparams", Asymmetric::keyparams)
                        .function("sigparams", SignatureParameters::sigparams),
                LuaLibrary.named("ba")
                        .function("aeskey", texts::aeskey)
                        .function("aesencode", texts::aesencode)
                        .function("aesdecode", texts::aesdecode));
    }
}
