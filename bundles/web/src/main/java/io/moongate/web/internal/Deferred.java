package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.ClientGone;
import io.moongate.web.internal.http.Response;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A response taken off its page, to be finished by any strand of the VM. */
final class Deferred {

    private final LuaVm vm;
    private final Response response;
    private boolean hasHeaders;
    private boolean hasBody;

    Deferred(LuaVm vm, Response response) {
        this.vm = vm;
        this.response = response;
        response.resetBuffer();
        response.resetHeaders();
    }

    static LuaType<Deferred> type() {
        return LuaType.named("DEFERRED", Deferred.class)
                .method("setstatus", Deferred::setStatus)
                .method("setheader", Deferred::setHeader)
                .method("setcontentlength", Deferred::setContentLength)
                .method("write", Deferred::write)
                .method("send", Deferred::write)
                .method("valid", (self, args) -> Result.of(self.response.isValid()))
                .method("close", Deferred::close)
                .method("abort", Deferred::abort)
                .closer(Deferred::abandon);
    }

    private static Varargs setStatus(Deferred self, Args args) {
        int code = args.integer(1, 100, 999);
        if (self.hasHeaders || self.hasBody) {
            return Result.fail("iscommitted");
        }
        self.response.setStatus(code);
        return Result.of(true);
    }

    private static Varargs setHeader(Deferred self, Args args) {
        String name = HeaderFields.name(args, args.string(1));
        String value = HeaderFields.value(args, args.string(2));
        if (self.hasBody) {
            return Result.fail("iscommitted");
        }
        self.hasHeaders = true;
        ResponseMethods.setField(self.response, args, name, value);
        return Result.of(true);
    }

    private static Varargs setContentLength(Deferred self, Args args) {
        if (self.hasBody) {
            return Result.fail("iscommitted");
        }
        self.response.setContentLength(args.integer(1));
        return Result.of(true);
    }

    private static Varargs write(Deferred self, Args args) {
        if (self.response.isEnded()) {
            throw new LuaError("expired");
        }
        self.hasBody = true;
        try {
            for (int i = 1; i <= args.count(); i++) {
                self.write(args.value(i));
            }
            return Result.of(true);
        } catch (ClientGone e) {
            return Result.fail("socketclosed");
        }
    }

    private void write(LuaValue value) {
        if (RequestMethods.isWritable(value)) {
            LuaString text = value.strvalue();
            vm.await(response.write(text.m_bytes, text.m_offset, text.m_length));
        }
    }

    private static Varargs close(Deferred self, Args args) {
        self.response.end();
        return Result.none();
    }

    private static Varargs abort(Deferred self, Args args) {
        self.abandon();
        return Result.of(true);
    }

    /** Nobody can end the answer any more. */
    private void abandon() {
        if (!response.isEnded()) {
            response.breakOff();
        }
    }
}
