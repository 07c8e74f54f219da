package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import org.luaj.vm2.Varargs;

/** What Lua can do with any directory. */
final class DirectoryMethods {
    private DirectoryMethods() {}

    static <T extends Directory> LuaType<T> addTo(LuaType<T> type) {
        return type.method("name", (self, args) -> Result.of(self.name()))
                .method("baseuri", (self, args) -> Result.of(self.baseUri()))
                .method("insert", DirectoryMethods::insert)
                .method("unlink", (self, args) -> Result.of(self.unlink()))
                .method("setfunc", DirectoryMethods::setFunction)
                .method("setauth", DirectoryMethods::setAuth)
                .method("p403", DirectoryMethods::setRefusedPage)
                .method("redirect2tls", DirectoryMethods::requireTls);
    }

    static Directory directory(Args args, int index) {
        return args.object(index, Directory.class, "DIR");
    }

    private static Varargs insert(Directory self, Args args) {
        if (args.isNil(1)) {
            self.web().server().root().insert(self);
        } else {
            self.insert(directory(args, 1));
        }
        return Result.of(true);
    }

    private static Varargs setFunction(Directory self, Args args) {
        self.setFunction(args.optFunction(1));
        return Result.of(true);
    }

    private static Varargs setAuth(Directory self, Args args) {
        if (args.isNil(1)) {
            self.setAuth(null, null);
        } else {
            Authenticator authenticator = args.object(1, Authenticator.class, "AUTHENTICATOR");
            Authorizer authorizer = args.isNil(2) ? null : args.object(2, Authorizer.class, "AUTHORIZER");
            self.setAuth(authenticator, authorizer);
        }
        return Result.of(true);
    }

    private static Varargs setRefusedPage(Directory self, Args args) {
        self.setRefusedPage(args.text(1));
        return Result.of(true);
    }

    private static Varargs requireTls(Directory self, Args args) {
        self.requireTls();
        return Result.of(true);
    }

    static Varargs service(Directory self, Args args) {
        Command command = args.object(1, Command.class, "REQUEST");
        return Result.of(self.serve(command, args.text(2)));
    }
}
