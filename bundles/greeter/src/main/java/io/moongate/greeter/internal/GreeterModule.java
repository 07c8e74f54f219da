package io.moongate.greeter.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** The Lua module {@code ba.greeter}. */
@Component
public final class GreeterModule implements LuaModule {

    private static final int LONGEST_DELAY_MILLIS = 60_000;

    private final LuaType<Greeting> type = LuaType.named("GREETING", Greeting.class)
            .method("say", GreeterModule::say)
            .method("count", (greeting, args) -> Result.of((long) greeting.count()))
            .metamethod("__tostring", (greeting, args) -> Result.of("greeting: " + greeting.word()));

    @Override
    public String name() {
        return "ba.greeter";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba.greeter")
                .function("greet", args -> Result.of("Hello, " + args.text(1) + "!"))
                .function("create", args -> context.wrap(type, new Greeting(args.text(1))))
                .function("later", args -> Result.of(context.vm().await(later(args)))));
    }

    private static Varargs say(Greeting greeting, Args args) {
        return greeting.isWorn()
                ? Result.fail("worn", "said " + Greeting.MOST + " times already")
                : Result.of(greeting.say(args.text(1)));
    }

    /** Takes its time without keeping a thread. */
    private static CompletionStage<String> later(Args args) {
        String greeting = "Hello at last, " + args.text(1) + "!";
        int millis = args.integer(2, 0, LONGEST_DELAY_MILLIS);
        return new CompletableFuture<String>().completeOnTimeout(greeting, millis, TimeUnit.MILLISECONDS);
    }
}
