package io.moongate.data.internal.date;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.datetime}, {@code ba.parsedate}, {@code ba.encdate}, {@code ba.clock}. */
@Component
public final class DateModule implements LuaModule {

    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public String name() {
        return "ba (dates)";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        DateTimeType dateTimes = new DateTimeType(context);
        return List.of(LuaLibrary.named("ba")
                .function("datetime", dateTimes::create)
                .function(
                        "parsedate",
                        args -> Result.of(HttpDate.parse(args.text(1)).orElse(0L)))
                .function("encdate", DateModule::encode)
                .function("clock", args -> Result.of(System.nanoTime() / NANOS_PER_MILLI)));
    }

    private static Varargs encode(Args args) {
        long seconds = args.truncated(1);
        if (seconds < HttpDate.FIRST || seconds > HttpDate.LAST) {
            throw args.bad(1, seconds + " seconds are not in the years 0 to 9999");
        }
        return Result.of(HttpDate.format(seconds));
    }
}
