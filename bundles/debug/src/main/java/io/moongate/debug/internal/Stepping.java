package io.moongate.debug.internal;

import io.moongate.lua.LuaDebug;
import io.moongate.runtime.Strand;
import org.luaj.vm2.LuaValue;

/** How far to go until the next stop. On the VM's thread. */
sealed interface Stepping {

    /** @return whether to stop at the line that {@code thread}, in {@code strand}, is about to run */
    boolean endsAt(LuaDebug debug, LuaValue thread, Strand strand);

    /** On and on. */
    record Freely() implements Stepping {
        @Override
        public boolean endsAt(LuaDebug debug, LuaValue thread, Strand strand) {
            return false;
        }
    }

    /** To the next line of the strand, in whatever function or coroutine. */
    record Into(Strand of) implements Stepping {
        @Override
        public boolean endsAt(LuaDebug debug, LuaValue thread, Strand strand) {
            return strand == of;
        }
    }

    /**
     * To the next line that is not in functions called from here. A coroutine that yields is waited for; when it ends, its
     * resumer is next.
     */
    record Over(Strand of, LuaValue stepped, int depth) implements Stepping {
        @Override
        public boolean endsAt(LuaDebug debug, LuaValue thread, Strand strand) {
            return thread == stepped ? debug.depth(thread) <= depth : strand == of && debug.isDead(stepped);
        }
    }

    /** To the caller; out of a coroutine that yields or ends, to its resumer. */
    record Out(Strand of, LuaValue stepped, int depth) implements Stepping {
        @Override
        public boolean endsAt(LuaDebug debug, LuaValue thread, Strand strand) {
            return thread == stepped ? debug.depth(thread) < depth : strand == of && !debug.isActive(stepped);
        }
    }
}
