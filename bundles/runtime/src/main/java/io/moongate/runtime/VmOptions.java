package io.moongate.runtime;

import io.moongate.lua.LuaLimits;
import io.moongate.lua.LuaPlatform;
import io.moongate.lua.fiber.FiberFactory;
import io.moongate.runtime.internal.TracePlatform;
import io.moongate.runtime.io.Io;
import java.util.Map;

/**
 * How a VM is made.
 *
 * @param name unique among the gateway's VMs; an app's name
 * @param grants what its code may do
 * @param trace where its output goes
 * @param platform the streams, files and processes of {@code io} and {@code os}, of which the VM's code sees what is
 *     granted
 * @param limits what keeps its code from hurting the gateway
 * @param fibers what strands and coroutines are made of
 * @param ios what {@code ba.openio} finds by name: {@code "vm"}, the app's own files, {@code "home"} and others
 */
public record VmOptions(
        String name,
        Grants grants,
        Trace trace,
        LuaPlatform platform,
        LuaLimits limits,
        FiberFactory fibers,
        Map<String, Io> ios) {

    public VmOptions {
        ios = Map.copyOf(ios);
    }

    /** The usual: output goes to the trace, the best fibers there are, no IO. */
    public static VmOptions named(String name, Grants grants, Trace trace) {
        LuaPlatform platform = new TracePlatform(LuaPlatform.system(), trace);
        return new VmOptions(name, grants, trace, platform, LuaLimits.defaults(), FiberFactory.best(), Map.of());
    }

    /** The same with other IOs. */
    public VmOptions withIos(Map<String, Io> others) {
        return new VmOptions(name, grants, trace, platform, limits, fibers, others);
    }

    /** The same on another platform. */
    public VmOptions withPlatform(LuaPlatform other) {
        return new VmOptions(name, grants, trace, other, limits, fibers, ios);
    }

    /** The same with other limits. */
    public VmOptions withLimits(LuaLimits others) {
        return new VmOptions(name, grants, trace, platform, others, fibers, ios);
    }

    /** The same with strands and coroutines made of something else. */
    public VmOptions withFibers(FiberFactory others) {
        return new VmOptions(name, grants, trace, platform, limits, others, ios);
    }
}
