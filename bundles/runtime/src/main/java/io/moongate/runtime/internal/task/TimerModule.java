package io.moongate.runtime.internal.task;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.timer} and {@code ba.sleep}. */
@Component
public final class TimerModule implements LuaModule {

    /** The longest time that can be waited for, in milliseconds: some 68 years. */
    private static final long LONGEST = Integer.MAX_VALUE * 1000L;

    @Override
    public String name() {
        return "ba.timer";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        Set<Timer> kept = new HashSet<>();
        LuaType<Timer> type = LuaType.named("TIMER", Timer.class)
                .method("set", TimerModule::set)
                .method("reset", (timer, args) -> timer.reset(millis(args)) ? Result.of(true) : Result.nil())
                .method("cancel", (timer, args) -> timer.cancel() ? Result.of(true) : Result.nil());
        return List.of(LuaLibrary.named("ba")
                .function(
                        "timer", args -> Result.of(context.wrap(type, new Timer(context.vm(), args.function(1), kept))))
                .function("sleep", args -> sleep(context, args)));
    }

    private static Varargs set(Timer timer, Args args) {
        timer.set(millis(args), args.truth(2), args.truth(3));
        return Result.of(true);
    }

    private static Varargs sleep(ModuleContext context, Args args) {
        context.vm().sleep(millis(args));
        return Result.none();
    }

    /** Fractions are cut, negative times are none. */
    private static long millis(Args args) {
        return Math.clamp(args.truncated(1), 0, LONGEST);
    }
}
