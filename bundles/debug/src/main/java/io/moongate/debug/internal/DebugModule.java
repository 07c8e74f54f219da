package io.moongate.debug.internal;

import io.moongate.net.NetLoops;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.app.Apps;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code require "ldbgmon"}: lets debuggers in that speak the Debug Adapter Protocol. */
@Component
public final class DebugModule implements LuaModule {

    private final NetLoops loops;

    /** Without it nothing is restarted when its source changes. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Apps apps;

    /** Without it the debugger does not see what is printed. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable TraceLog trace;

    @Activate
    public DebugModule(@Reference NetLoops loops) {
        this.loops = loops;
    }

    @Override
    public String name() {
        return "ldbgmon";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        DebugLibrary library = new DebugLibrary(
                context.vm(), loops, () -> Optional.ofNullable(apps), () -> Optional.ofNullable(trace));
        context.onClose(library::withdraw);
        return List.of(library.library());
    }
}
