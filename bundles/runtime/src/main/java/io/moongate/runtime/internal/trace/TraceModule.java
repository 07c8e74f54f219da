package io.moongate.runtime.internal.trace;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.Trace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code trace} and {@code tracep}: into the trace buffer, with the place they were called from. */
@Component
public final class TraceModule implements LuaModule {

    private static final int LOWEST_PRIORITY = 0;
    private static final int HIGHEST_PRIORITY = 20;

    @Override
    public String name() {
        return "trace";
    }

    /** A level of the call stack: 1 is {@code trace} itself. */
    private static final LuaValue CALLER = LuaValue.valueOf(2);

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        LuaVm vm = context.vm();
        return List.of(LuaLibrary.named("_G")
                .function("trace", args -> write(vm, true, Trace.NORMAL, args.from(1)))
                .function("tracep", args -> tracep(vm, args)));
    }

    private static Varargs tracep(LuaVm vm, Args args) {
        int priority = args.integer(2, LOWEST_PRIORITY, HIGHEST_PRIORITY);
        return write(vm, args.truth(1), priority, args.from(3));
    }

    private static Varargs write(LuaVm vm, boolean place, int priority, Varargs values) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        if (place) {
            line.writeBytes(callerOf(vm).getBytes(StandardCharsets.UTF_8));
        }
        LuaValue tostring = vm.globals().get("tostring");
        for (int i = 1; i <= values.narg(); i++) {
            if (i > 1) {
                line.write('\t');
            }
            LuaString text = tostring.call(values.arg(i)).checkstring();
            line.write(text.m_bytes, text.m_offset, text.m_length);
        }
        line.write('\n');
        vm.trace().write(priority, line.toByteArray());
        return Result.none();
    }

    /** {@code "f 8: "}, the function and line that called, or {@code " 8: "} where the function has no name. */
    private static String callerOf(LuaVm vm) {
        LuaValue info = vm.globals().get("debug").get("getinfo").call(CALLER, LuaValue.valueOf("nl"));
        if (!info.istable() || info.get("currentline").toint() < 0) {
            return "";
        }
        return info.get("name").optjstring("") + " " + info.get("currentline").tojstring() + ": ";
    }
}
