package io.moongate.io.internal.lua;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.Io.Mode;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import java.util.Iterator;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The IO objects of one VM. */
final class IoType {

    private final ModuleContext context;
    private final FileType files;
    private final Chunks chunks;
    private final LuaType<Io> type;

    IoType(ModuleContext context, FileType files, Chunks chunks) {
        this.context = context;
        this.files = files;
        this.chunks = chunks;
        this.type = LuaType.named("IO", Io.class)
                .method("open", this::open)
                .method("stat", IoType::stat)
                .method("files", this::files)
                .method("mkdir", (io, args) -> change(args, () -> io.mkdir(IoArgs.name(args, 1))))
                .method("rmdir", (io, args) -> change(args, () -> io.rmdir(IoArgs.name(args, 1))))
                .method("remove", (io, args) -> change(args, () -> io.remove(IoArgs.name(args, 1))))
                .method("rename", IoType::rename)
                .method("replace", IoType::replace)
                .method("loadfile", (io, args) -> this.chunks.load(io, args))
                .method("dofile", (io, args) -> this.chunks.run(io, args))
                .method("realpath", IoType::realpath)
                .method("resourcetype", IoType::resourcetype)
                .method("type", (io, args) -> Result.nil())
                .method("hide", (io, args) -> Result.of(false))
                .method("encrypted", IoType::encrypted)
                .method("setpasswd", IoType::setpasswd)
                .method("netconf", IoType::netconf)
                .method("close", IoType::close)
                .metamethod("__tostring", (io, args) -> Result.of(text(io)));
    }

    LuaUserdata wrap(Io io) {
        return context.wrap(type, io);
    }

    /** An IO that code holds for long: it works again after an update of this bundle. */
    LuaUserdata wrapNamed(String name, Io io) {
        return context.wrapNamed(name, type, io);
    }

    /** Something that succeeds or throws. */
    @FunctionalInterface
    private interface Change {
        void run() throws IoException;
    }

    private static Varargs change(Args args, Change change) {
        args.string(1);
        return IoArgs.attempt(args.value(1), () -> {
            change.run();
            return LuaValue.TRUE;
        });
    }

    private Varargs open(Io io, Args args) {
        LuaString name = args.string(1);
        Mode mode = mode(args);
        LuaUserdata self = (LuaUserdata) args.self();
        return IoArgs.attempt(name, () -> {
            IoFile file = io.open(IoArgs.name(args, 1), mode);
            return files.wrap(file, self, name);
        });
    }

    private static Mode mode(Args args) {
        String text = args.optText(2, "r");
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'r' -> Mode.READ;
            case 'w' -> Mode.WRITE;
            case 'a' -> Mode.APPEND;
            default -> throw args.bad(2, "invalid mode");
        };
    }

    private static Varargs stat(Io io, Args args) {
        LuaString name = args.string(1);
        return IoArgs.attempt(name, () -> {
            IoStat stat = io.stat(IoArgs.name(args, 1));
            LuaTable table = new LuaTable();
            table.rawset("name", name);
            table.rawset("type", Result.string(stat.isDirectory() ? "directory" : "regular"));
            table.rawset("isdir", LuaValue.valueOf(stat.isDirectory()));
            table.rawset("size", Numbers.integer(stat.size()));
            table.rawset("mtime", Numbers.integer(stat.modifiedSeconds()));
            return table;
        });
    }

    private Varargs files(Io io, Args args) {
        try {
            String name = args.isNil(1) ? "" : IoArgs.name(args, 1);
            return args.truth(2) ? attributesOf(io.files(name)) : namesOf(io.names(name));
        } catch (IoException e) {
            throw new LuaError("cannot list '" + args.optText(1, "") + "': " + e.code() + " (" + e.getMessage() + ")");
        }
    }

    private LuaValue namesOf(List<String> names) {
        Iterator<String> next = names.iterator();
        return context.function("files", args -> next.hasNext() ? Result.of(next.next()) : Result.nil());
    }

    private LuaValue attributesOf(List<IoStat> entries) {
        Iterator<IoStat> next = entries.iterator();
        return context.function("files", args -> next.hasNext() ? attributes(next.next()) : Result.nil());
    }

    private static Varargs attributes(IoStat entry) {
        return LuaValue.varargsOf(new LuaValue[] {
            Result.string(entry.name()),
            LuaValue.valueOf(entry.isDirectory()),
            Numbers.integer(entry.modifiedSeconds()),
            Numbers.integer(entry.size())
        });
    }

    private static Varargs rename(Io io, Args args) {
        args.string(2);
        return change(args, () -> io.rename(IoArgs.name(args, 1), IoArgs.name(args, 2)));
    }

    private static Varargs replace(Io io, Args args) {
        args.string(2);
        return change(args, () -> io.replace(IoArgs.name(args, 1), args.bytes(2)));
    }

    private static Varargs realpath(Io io, Args args) {
        LuaString name = args.string(1);
        return IoArgs.attempt(
                name,
                () -> io.realPath(IoArgs.name(args, 1))
                        .map(path -> Result.of(path.toString()))
                        .orElseGet(Result::none));
    }

    private static Varargs resourcetype(Io io, Args args) {
        Io.ResourceType type = io.resourceType();
        return Result.of(Result.string(type.type()), Result.string(type.platform()));
    }

    private static Varargs encrypted(Io io, Args args) {
        LuaString name = args.string(1);
        return IoArgs.attempt(name, () -> Result.of(io.isEncrypted(IoArgs.name(args, 1))));
    }

    private static Varargs setpasswd(Io io, Args args) {
        return Result.of(io.setPassword(args.bytes(1), args.truth(2)));
    }

    private static Varargs netconf(Io io, Args args) {
        LuaTable options = args.table(1);
        if (io instanceof NetIo net) {
            net.configure(options);
        }
        return Result.of(true);
    }

    private static Varargs close(Io io, Args args) {
        throw new LuaError("Not supported or closed");
    }

    private static String text(Io io) {
        return "IO (" + io.resourceType().type() + "): 0x%08x".formatted(System.identityHashCode(io));
    }
}
