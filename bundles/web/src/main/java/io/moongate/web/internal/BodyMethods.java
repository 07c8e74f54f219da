package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Bodies of requests and other ways to answer: multipart, deferred responses, filters. */
final class BodyMethods {
    private BodyMethods() {}

    static LuaType<Command> addTo(LuaType<Command> type) {
        return type.method("multipart", BodyMethods::multipart)
                .method("deferred", BodyMethods::deferred)
                .method("setresponse", BodyMethods::setResponse);
    }

    private static Varargs deferred(Command self, Args args) {
        return self.web().types().wrap(new Deferred(self.web().vm(), self.detach()));
    }

    private static Varargs setResponse(Command self, Args args) {
        LuaFunction receiver = args.optFunction(1);
        if (self.response().isCommitted()) {
            throw new LuaError("Error iscommitted");
        }
        ResponseBuffer buffer = new ResponseBuffer(self, receiver);
        if (receiver == null) {
            self.response().resetBuffer();
            self.response().resetHeaders();
        }
        self.setFilter(buffer);
        return self.web().types().wrap(buffer);
    }

    private static Varargs multipart(Command self, Args args) {
        Callbacks callbacks = new Callbacks(args.table(1), args);
        Optional<String> boundary = Multipart.boundary(self.exchange().header("Content-Type"));
        if (boundary.isEmpty()) {
            return callbacks.failed(self, "no multipart body with a boundary");
        }
        try {
            Multipart body = new Multipart(boundary.get(), () -> RequestMethods.read(self));
            if (!body.read(callbacks)) {
                throw breakOff(self);
            }
            return Result.of(true);
        } catch (Multipart.MalformedException e) {
            return callbacks.failed(self, e.getMessage());
        }
    }

    private static PageEnd breakOff(Command self) {
        self.detach().breakOff();
        return new PageEnd();
    }

    /** The functions of Lua that take a multipart body. */
    private static final class Callbacks implements Multipart.Parts {

        private final LuaTable table;

        Callbacks(LuaTable table, Args args) {
            this.table = table;
            boolean begin = table.get("beginfile") instanceof LuaFunction;
            boolean data = table.get("filedata") instanceof LuaFunction;
            if (begin != data) {
                throw args.bad(1, "beginfile and filedata mismatch");
            }
            if (!begin && !(table.get("formdata") instanceof LuaFunction)) {
                throw args.bad(1, "no callback");
            }
        }

        private boolean call(String name, LuaValue... values) {
            if (!(table.get(name) instanceof LuaFunction function)) {
                return true;
            }
            Varargs answer = function.invoke(LuaValue.varargsOf(values));
            return answer.narg() == 0 || answer.arg1().toboolean();
        }

        private static LuaValue text(@Nullable String latin1) {
            return Values.orNil(latin1);
        }

        @Override
        public boolean field(@Nullable String name, byte[] value) {
            return call("formdata", text(name), Result.string(value));
        }

        @Override
        public boolean beginFile(
                @Nullable String name, String fileName, @Nullable String type, @Nullable String encoding) {
            return call("beginfile", text(name), text(fileName), text(type), text(encoding));
        }

        @Override
        public boolean fileData(byte[] data) {
            return call("filedata", Result.string(data));
        }

        @Override
        public void end() {
            call("endmp");
        }

        Varargs failed(Command self, String why) {
            call("error", Result.string(why));
            throw breakOff(self);
        }
    }
}
