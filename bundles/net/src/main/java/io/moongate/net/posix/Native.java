package io.moongate.net.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One function of the C library that returns an int or a pointer, called through the JDK's foreign functions. */
final class Native {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final int MESSAGE_BYTES = 256;

    private final String name;
    private final MethodHandle handle;

    private Native(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    static Native of(String name, MemoryLayout... parameters) {
        return optional(name, parameters).orElseThrow(() -> new IllegalStateException("the C library lacks " + name));
    }

    static Optional<Native> optional(String name, MemoryLayout... parameters) {
        return LIBRARY.find(name)
                .map(address -> link(name, address, parameters, Linker.Option.captureCallState("errno")));
    }

    /** A function whose parameters from {@code fixed} on are variable. */
    static Native variadic(String name, int fixed, MemoryLayout... parameters) {
        MemorySegment address = LIBRARY.find(name).orElseThrow(() -> new IllegalStateException("no " + name));
        return link(
                name,
                address,
                parameters,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static Native link(
            String name, MemorySegment address, MemoryLayout[] parameters, Linker.Option... options) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters);
        return new Native(name, LINKER.downcallHandle(address, descriptor, options));
    }

    /** Calls a function that returns -1 and sets errno when it fails. */
    int call(@Nullable Object... arguments) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) invoke(state, arguments);
            if (result == -1) {
                throw failure(state.get(ValueLayout.JAVA_INT, ERRNO));
            }
            return result;
        }
    }

    /** Calls a function that returns 0 or, when it fails, an error number. */
    void callForError(@Nullable Object... arguments) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            int error = (int) invoke(arena.allocate(CALL_STATE), arguments);
            if (error != 0) {
                throw failure(error);
            }
        }
    }

    private long invoke(MemorySegment state, @Nullable Object[] arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            return (long) handle.invokeWithArguments(all);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call " + name, e);
        }
    }

    private static PosixException failure(int errno) {
        return new PosixException(errno, message(errno));
    }

    /** The system's text for an error number. */
    static String message(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(MESSAGE_BYTES);
            XSI_STRERROR.invoke(arena.allocate(CALL_STATE), new Object[] {errno, text, (long) MESSAGE_BYTES});
            String message = text.getString(0);
            return message.isEmpty() ? "error " + errno : message;
        }
    }

    /** The POSIX form, which always writes into the buffer; glibc exports it under this name. */
    private static final Native XSI_STRERROR = optional(
                    "__xpg_strerror_r", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG)
            .orElseGet(() -> of("strerror_r", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
}
