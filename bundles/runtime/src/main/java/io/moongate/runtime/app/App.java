package io.moongate.runtime.app;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.io.Io;
import org.luaj.vm2.LuaTable;

/** An app that runs or is being started: its VM, its files, its environment. One object a start. */
public interface App {

    String name();

    AppManifest manifest();

    LuaVm vm();

    /** The directory or zip it was deployed from. */
    Io io();

    /**
     * The table {@code app}: the environment of {@code .preload}, which inherits from the globals and holds {@code io} and
     * {@code app}. For the VM's thread only.
     */
    LuaTable environment();
}
