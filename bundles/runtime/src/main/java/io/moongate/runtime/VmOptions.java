package io.moongate.runtime;

import io.moongate.lua.fiber.FiberFactory;
import io.moongate.runtime.io.Io;
import java.util.Map;

/**
 * How a VM is made.
 *
 * @param name unique among the gateway's VMs; an app's name
 * @param grants what its code may do
 * @param trace where its output goes
 * @param fibers what strands and coroutines are made of
 * @param ios what {@code ba.openio} finds by name: {@code "vm"}, the app's own files, {@code "home"} and others
 */
public record VmOptions(String name, Grants grants, Trace trace, FiberFactory fibers, Map<String, Io> ios) {

    public VmOptions {
        ios = Map.copyOf(ios);
    }

    /** Options with the best fibers there are and no IO. */
    public static VmOptions named(String name, Grants grants, Trace trace) {
        return new VmOptions(name, grants, trace, FiberFactory.best(), Map.of());
    }

    /** The same with other IOs. */
    public VmOptions withIos(Map<String, Io> others) {
        return new VmOptions(name, grants, trace, fibers, others);
    }
}
