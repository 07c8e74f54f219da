package io.moongate.process.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.forkpty} and {@code ba.exec} in one VM. */
final class ProcessLibrary {

    /** The most output of a command that {@code ba.exec} returns, in bytes; then its pipe breaks. */
    private static final int MAX_OUTPUT = 64 << 10;
    /** The most arguments that a program is given. */
    private static final int MAX_ARGUMENTS = 10_000;

    private final ModuleContext context;
    private final LuaVm vm;
    private final Programs programs;
    private final LuaType<Pty> type = LuaType.named("PTY", Pty.class)
            .method("read", Pty::read)
            .method("write", Pty::write)
            .method("winsize", Pty::windowSize)
            .method("pause", Pty::pause)
            .method("close", (pty, args) -> pty.close(args.truth(1)))
            .method("terminate", (pty, args) -> pty.terminate())
            .closer(Pty::release);

    ProcessLibrary(ModuleContext context, Programs programs) {
        this.context = context;
        this.vm = context.vm();
        this.programs = programs;
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba").function("forkpty", this::forkpty).function("exec", this::exec);
    }

    private Varargs forkpty(Args args) {
        vm.grants().demand(Grant.PROCESS);
        boolean hasFunction = args.value(1) instanceof LuaFunction;
        List<String> command = command(args, hasFunction ? 2 : 1);
        try {
            Programs.OnTerminal started = programs.onTerminal(command.getFirst(), command);
            LuaUserdata handle = context.wrap(type, new Pty(vm, started.terminal(), started.child(), hasFunction));
            if (hasFunction) {
                vm.call("forkpty", args.value(1), handle);
            }
            return handle;
        } catch (PosixException e) {
            return Result.fail(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> command(Args args, int from) {
        if (args.count() - from >= MAX_ARGUMENTS) {
            throw args.bad(from, args.count() + " arguments are more than the limit of " + MAX_ARGUMENTS);
        }
        List<String> command = new ArrayList<>();
        command.add(args.text(from));
        for (int i = from + 1; i <= args.count(); i++) {
            command.add(args.text(i));
        }
        return command;
    }

    /** Standard error of the last command of a pipeline or list joins its output, as existing programs expect. */
    private Varargs exec(Args args) {
        vm.grants().demand(Grant.PROCESS);
        String command = args.text(1);
        try {
            return run(programs.command(command + " 2>&1"));
        } catch (PosixException e) {
            return Result.fail(String.valueOf(e.getMessage()));
        }
    }

    private Varargs run(Programs.Command command) {
        boolean ended = false;
        try {
            LuaString output = output(command);
            ExitStatus status = new ExitStatus(vm.await(command.child().ended()));
            ended = true;
            return status.isSuccess()
                    ? LuaValue.varargsOf(output, Numbers.integer(0))
                    : Result.of(LuaValue.NIL, Numbers.integer(status.raw()), output);
        } finally {
            command.output().close();
            if (!ended) {
                kill(command.child().pid());
            }
        }
    }

    private LuaString output(Programs.Command command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        while (output.size() < MAX_OUTPUT) {
            byte[] bytes = command.output().poll(MAX_OUTPUT - output.size());
            if (bytes != null) {
                output.writeBytes(bytes);
            } else if (command.output().isEnded()) {
                break;
            } else {
                vm.await(command.output().readable());
            }
        }
        command.output().close();
        return Result.string(output.toByteArray());
    }

    private static void kill(int pid) {
        try {
            Posix.kill(-pid, Posix.SIGKILL);
        } catch (PosixException e) {
            // It has ended meanwhile.
            return;
        }
    }
}
