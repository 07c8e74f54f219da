package io.moongate.lua.internal.code;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Hooks;
import io.moongate.lua.internal.Upvalue;
import io.moongate.lua.internal.Values;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Executes the syntax tree as it is. */
final class InterpretedCode extends Code {

    private final LuaPrototype prototype;

    InterpretedCode(LuaPrototype prototype) {
        this.prototype = prototype;
    }

    @Override
    public Varargs enter(LuaClosure function, Varargs arguments) {
        int count = prototype.parameters.length;
        Frame frame = newFrame(function, prototype.vararg ? Values.from(arguments, count + 1) : LuaValue.NONE);
        for (int i = 0; i < count; i++) {
            frame.slots[i] = arguments.arg(i + 1);
        }
        return run(frame);
    }

    @Override
    public Varargs enter0(LuaClosure function) {
        Frame frame = newFrame(function, LuaValue.NONE);
        fill(frame, 0);
        return run(frame);
    }

    @Override
    public Varargs enter1(LuaClosure function, LuaValue a) {
        int count = prototype.parameters.length;
        if (prototype.vararg && count < 1) {
            return run(newFrame(function, a));
        }
        Frame frame = newFrame(function, LuaValue.NONE);
        if (count > 0) {
            frame.slots[0] = a;
        }
        fill(frame, 1);
        return run(frame);
    }

    @Override
    public Varargs enter2(LuaClosure function, LuaValue a, LuaValue b) {
        int count = prototype.parameters.length;
        if (prototype.vararg && count < 2) {
            return enter(function, Values.of(a, b));
        }
        Frame frame = newFrame(function, LuaValue.NONE);
        if (count > 0) {
            frame.slots[0] = a;
        }
        if (count > 1) {
            frame.slots[1] = b;
        }
        fill(frame, 2);
        return run(frame);
    }

    @Override
    public Varargs enter3(LuaClosure function, LuaValue a, LuaValue b, LuaValue c) {
        int count = prototype.parameters.length;
        if (prototype.vararg || count < 3) {
            return enter(function, Values.of(a, b, c));
        }
        Frame frame = newFrame(function, LuaValue.NONE);
        frame.slots[0] = a;
        frame.slots[1] = b;
        frame.slots[2] = c;
        fill(frame, 3);
        return run(frame);
    }

    private void fill(Frame frame, int from) {
        for (int i = from; i < prototype.parameters.length; i++) {
            frame.slots[i] = LuaValue.NIL;
        }
    }

    private Frame newFrame(LuaClosure function, Varargs varargs) {
        CallInfo info = function.state.current.push();
        Frame frame = new Frame(function, info, varargs);
        info.function = function;
        info.prototype = prototype;
        info.locals = frame;
        info.pc = -1;
        return frame;
    }

    private Varargs run(Frame frame) {
        if (frame.state.signalled) {
            frame.state.safepoint();
        }
        if (prototype.heat() && prototype.claimCompilation()) {
            Compiler.compile(prototype);
        }
        if (prototype.capturesParameters) {
            captureParameters(frame);
        }
        if (frame.state.hooked) {
            return runHooked(frame);
        }
        prototype.body.exec(frame);
        frame.thread.top = frame.info.previous;
        return frame.result;
    }

    private Varargs runHooked(Frame frame) {
        frame.info.pc = 0;
        Hooks.onCall(frame.thread, frame.info, prototype.parameters.length, prototype.firstLine());
        return returned(frame, prototype.markedBody().exec(frame));
    }

    /** The end of a function that a hook looks at. */
    static Varargs returned(Frame frame, int signal) {
        if (signal == Stat.NORMAL) {
            frame.closure.prototype.markedEnd().reached(frame);
        }
        if (!(frame.result instanceof TailCall)) {
            Hooks.onReturn(frame.thread, frame.info, frame.result);
        }
        frame.thread.top = frame.info.previous;
        return frame.result;
    }

    private void captureParameters(Frame frame) {
        LocalVariable[] parameters = prototype.parameters;
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].captured) {
                frame.slots[i] = new Upvalue(frame.slots[i]);
            }
        }
    }
}
