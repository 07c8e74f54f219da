package io.moongate.socket.internal;

import io.moongate.net.posix.DescriptorStreams;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.pipe} in one VM: named pipes that behave as cosockets. */
final class PipeLibrary {

    private static final int DEFAULT_MODE = 0666;
    private static final int MAX_MODE = 07777;

    private final LuaVm vm;
    private final DescriptorStreams descriptors;
    private final Sockets sockets;
    private final Cosockets cosockets;

    PipeLibrary(LuaVm vm, DescriptorStreams descriptors, Sockets sockets) {
        this.vm = vm;
        this.descriptors = descriptors;
        this.sockets = sockets;
        this.cosockets = new Cosockets(vm);
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba.pipe").function("mkfifo", this::mkfifo).function("open", this::open);
    }

    private Varargs mkfifo(Args args) {
        Path path = path(args);
        int mode = args.optInteger(2, DEFAULT_MODE, 0, MAX_MODE);
        try {
            Posix.mkfifo(path, mode);
            return Result.of(true);
        } catch (PosixException e) {
            return Result.fail(e.getMessage());
        }
    }

    private Varargs open(Args args) {
        Path path = path(args);
        LuaFunction function = args.optFunction(2);
        try {
            return function == null ? openForWriting(path) : run(path, function, args.from(3));
        } catch (PosixException e) {
            return Result.fail(e.getMessage());
        }
    }

    private Path path(Args args) {
        vm.grants().demand(Grant.PROCESS);
        try {
            return Path.of(args.text(1));
        } catch (InvalidPathException e) {
            throw args.bad(1, e.getMessage());
        }
    }

    private Varargs openForWriting(Path path) throws PosixException {
        LuaUserdata handle = pipe(Posix.openForWriting(path), false);
        ((LuaSocket) handle.m_instance).onlyWritten();
        return handle;
    }

    private Varargs run(Path path, LuaFunction function, Varargs extra) throws PosixException {
        LuaUserdata handle = pipe(Posix.openForBoth(path), true);
        CurrentSocket current = new CurrentSocket((LuaSocket) handle.m_instance, handle);
        return cosockets.start(current, LuaSocket.Mode.COSOCKET, function, extra, (LuaValue) handle);
    }

    private LuaUserdata pipe(int descriptor, boolean canRead) {
        return sockets.createPipe(StreamEndpoint.of(descriptors.open(descriptor, canRead), "", Optional.empty()));
    }
}
