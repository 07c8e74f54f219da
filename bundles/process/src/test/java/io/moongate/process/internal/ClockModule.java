package io.moongate.process.internal;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;

/** {@code ba.clock}, which another bundle has in the product. */
final class ClockModule implements LuaModule {
    @Override
    public String name() {
        return "ba";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba").function("clock", args -> Result.of(System.nanoTime() / 1_000_000)));
    }
}
