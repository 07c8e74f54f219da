package io.moongate.debug.internal;

import io.moongate.lua.LuaActivation;
import io.moongate.lua.LuaDebug;
import io.moongate.runtime.Strand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A stopped VM as the debugger looks at it: numbers for frames and for what has variables. On the VM's thread, while it is stopped. */
final class Stop {

    /** References that are given out; what comes after shows no content. */
    private static final int REFERENCE_LIMIT = 100_000;

    /** A function on a stack. */
    record Frame(int id, LuaActivation activation) {}

    private final LuaDebug debug;
    private final LuaValue thread;
    private final Strand strand;
    private final List<LuaActivation> frames = new ArrayList<>();
    private final Map<LuaValue, List<Frame>> stacks = new LinkedHashMap<>();
    private final List<Variables> references = new ArrayList<>();
    private final List<LuaActivation> owners = new ArrayList<>();

    Stop(LuaDebug debug, LuaValue thread, Strand strand) {
        this.debug = debug;
        this.thread = thread;
        this.strand = strand;
        frames(thread);
    }

    LuaValue thread() {
        return thread;
    }

    Strand strand() {
        return strand;
    }

    int depth() {
        return debug.depth(thread);
    }

    /** The functions in Lua on a thread's stack, the innermost first. Those of the thread that stopped are numbered from 0. */
    List<Frame> frames(LuaValue of) {
        return stacks.computeIfAbsent(of, this::number);
    }

    private List<Frame> number(LuaValue of) {
        List<Frame> numbered = new ArrayList<>();
        for (LuaActivation activation : debug.stack(of)) {
            if (activation.isLua()) {
                numbered.add(new Frame(frames.size(), activation));
                frames.add(activation);
            }
        }
        return numbered;
    }

    /** @throws IllegalArgumentException when there is none */
    LuaActivation frame(int id) {
        if (id < 0 || id >= frames.size()) {
            throw new IllegalArgumentException("there is no frame " + id);
        }
        return frames.get(id);
    }

    /** A number to ask for variables with; 0 when there are too many. */
    int refer(Variables variables, LuaActivation owner) {
        if (references.size() >= REFERENCE_LIMIT) {
            return 0;
        }
        references.add(variables);
        owners.add(owner);
        return references.size();
    }

    /** The same for a value; 0 for one without content. */
    int refer(LuaValue value, LuaActivation owner) {
        return value instanceof LuaTable table && ValueText.hasContent(value)
                ? refer(new Variables.Content(table), owner)
                : 0;
    }

    Variables variables(int reference) {
        return references.get(checked(reference));
    }

    /** In which function a value that is set shall be evaluated. */
    LuaActivation ownerOf(int reference) {
        return owners.get(checked(reference));
    }

    private int checked(int reference) {
        if (reference < 1 || reference > references.size()) {
            throw new IllegalArgumentException("there is no variable " + reference);
        }
        return reference - 1;
    }
}
