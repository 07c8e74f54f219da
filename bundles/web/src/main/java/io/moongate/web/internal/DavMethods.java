package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.web.internal.WebModule.Placement;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** What Lua can do with a WebDAV directory. */
final class DavMethods {
    private DavMethods() {}

    private static final int LOCKS = 100;

    static LuaType<DavDirectory> addTo(LuaType<DavDirectory> type) {
        return DirectoryMethods.addTo(type)
                .method("service", DirectoryMethods::service)
                .method("io", (self, args) -> self.io())
                .method("lockmgr", DavMethods::manageLock);
    }

    /** {@code ([name,] [priority,] io [, lockdir [, maxuploads, maxlocks]])}. */
    static DavDirectory create(VmWeb web, Args args) {
        Placement place = Placement.read(args);
        int at = place.next();
        Io io = args.object(at, Io.class, "IO");
        Optional<DavLocks> locks = Optional.empty();
        int uploads = 0;
        if (args.value(at + 1) instanceof LuaString) {
            int locksLimit = LOCKS;
            if (args.count() > at + 1) {
                uploads = args.integer(at + 2, 0, 1_000_000);
                locksLimit = args.integer(at + 3, 0, 1_000_000);
            }
            locks = Optional.of(new DavLocks(locksLimit, () -> System.currentTimeMillis() / 1000));
        }
        var limit = new UploadLimit(uploads);
        return new DavDirectory(web, place.name(), place.priority(), io, args.value(at), locks, limit);
    }

    /** {@code (path)} asks, {@code (path, false)} unlocks, {@code (path, request, seconds)} locks. */
    private static Varargs manageLock(DavDirectory self, Args args) {
        String path = DavDirectory.trim(args.text(1));
        if (self.locks().isEmpty()) {
            return Result.fail("nolocks");
        }
        DavLocks locks = self.locks().get();
        if (args.count() < 2) {
            return Result.of(locks.covering(path).isPresent());
        }
        if (args.value(2).isboolean()) {
            return Result.of(locks.unlock(path));
        }
        Command command = args.object(2, Command.class, "REQUEST");
        String user = command.user().map(Session.User::name).orElse("");
        return locks.lock(path, false, PageErrors.escape(user), user, args.integer(3))
                        .isPresent()
                ? Result.of(true)
                : Result.fail("locked");
    }
}
