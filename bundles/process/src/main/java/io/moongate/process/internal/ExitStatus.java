package io.moongate.process.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Result;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** How a process ended. @param raw as waitpid(2) gives it */
record ExitStatus(int raw) {

    private static final int SIGNAL_BITS = 0x7F;
    private static final int CODE_SHIFT = 8;

    static ExitStatus ofCode(int code) {
        return new ExitStatus(code << CODE_SHIFT);
    }

    boolean isSuccess() {
        return raw == 0;
    }

    private int signal() {
        return raw & SIGNAL_BITS;
    }

    private int code() {
        return raw >> CODE_SHIFT & 0xFF;
    }

    /** {@code 0}, or code, whether it exited, whether a signal ended it, the signal. */
    Varargs values() {
        return isSuccess()
                ? Result.of(0)
                : Result.of(
                        Numbers.integer(signal() == 0 ? code() : 0),
                        LuaValue.valueOf(signal() == 0),
                        LuaValue.valueOf(signal() != 0),
                        Numbers.integer(signal()));
    }
}
