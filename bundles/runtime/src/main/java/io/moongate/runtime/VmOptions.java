package io.moongate.runtime;

import io.moongate.lua.fiber.FiberFactory;

/**
 * How a VM is made.
 *
 * @param name unique among the gateway's VMs; an app's name
 * @param grants what its code may do
 * @param trace where its output goes
 * @param fibers what strands and coroutines are made of
 */
public record VmOptions(String name, Grants grants, Trace trace, FiberFactory fibers) {

    public static VmOptions named(String name, Grants grants, Trace trace) {
        return new VmOptions(name, grants, trace, FiberFactory.best());
    }
}
