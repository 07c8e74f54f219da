package io.moongate.runtime;

import java.util.Collection;

/** Creates VMs with every module installed. An OSGi service. */
public interface LuaVms {

    /** A running VM in which all present modules are open. */
    LuaVm create(VmOptions options);

    /** The VMs that have not been closed. */
    Collection<LuaVm> list();
}
