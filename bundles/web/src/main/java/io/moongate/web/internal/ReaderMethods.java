package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import java.util.HashMap;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What Lua can do with a resource reader. */
final class ReaderMethods {
    private ReaderMethods() {}

    static LuaType<Reader> addTo(LuaType<Reader> type) {
        return DirectoryMethods.addTo(type)
                .method("service", DirectoryMethods::service)
                .method("io", (self, args) -> self.io())
                .method("getapp", (self, args) -> self.app())
                .method("lspfilter", ReaderMethods::filter)
                .method("header", ReaderMethods::setHeaders)
                .method("maxage", ReaderMethods::setMaxAge)
                .method("insertprolog", ReaderMethods::insertProlog);
    }

    private static Varargs filter(Reader self, Args args) {
        LuaTable app = args.optTable(1);
        return Result.of(self.filter(app == null ? LuaValue.NIL : app));
    }

    private static Varargs setHeaders(Reader self, Args args) {
        Map<String, String> headers = new HashMap<>();
        LuaTable given = args.table(1);
        for (LuaValue name : given.keys()) {
            headers.put(
                    HeaderFields.name(args, name.checkstring()),
                    HeaderFields.value(args, given.rawget(name).strvalue()));
        }
        self.setHeaders(headers);
        return Result.none();
    }

    private static Varargs setMaxAge(Reader self, Args args) {
        self.setMaxAge(args.integer(1));
        return Result.none();
    }

    private static Varargs insertProlog(Reader self, Args args) {
        self.insertProlog(DirectoryMethods.directory(args, 1));
        return Result.of(true);
    }
}
