package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.HttpDates;
import io.moongate.web.internal.http.Response;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What Lua can do with a response. */
final class ResponseMethods {
    private ResponseMethods() {}

    static LuaType<Command> addTo(LuaType<Command> type) {
        return type.method("write", ResponseMethods::write)
                .method("send", ResponseMethods::send)
                .method("flush", ResponseMethods::flush)
                .method("setstatus", ResponseMethods::setStatus)
                .method("getstatus", (self, args) -> Result.of(self.response().status()))
                .method("setheader", ResponseMethods::setHeader)
                .method("containsheader", ResponseMethods::containsHeader)
                .method("setcontenttype", ResponseMethods::setContentType)
                .method("setcontentlength", ResponseMethods::setContentLength)
                .method("setdateheader", ResponseMethods::setDateHeader)
                .method("setmaxage", ResponseMethods::setMaxAge)
                .method("setdefaultheaders", ResponseMethods::setDefaultHeaders)
                .method("committed", (self, args) -> Result.of(self.response().isCommitted()))
                .method(
                        "valid",
                        (self, args) ->
                                Result.of(!self.isDetached() && self.response().isValid()))
                .method("bytecount", (self, args) -> Result.of(self.response().total()))
                .method(
                        "writesize",
                        (self, args) -> Result.of((long) self.response().buffered()))
                .method("getdata", ResponseMethods::getData)
                .method("reset", ResponseMethods::reset)
                .method("abort", ResponseMethods::abort)
                .method("senderror", ResponseMethods::sendError)
                .method("sendredirect", ResponseMethods::sendRedirect)
                .method("redirect2tls", ResponseMethods::redirectToTls)
                .method("json", ResponseMethods::json)
                .method("include", ResponseMethods::include)
                .method("forward", ResponseMethods::forward)
                .method("redirect", ResponseMethods::redirect)
                .method("clearkeepalive", ResponseMethods::clearKeepAlive)
                .method("downgrade", ResponseMethods::downgrade)
                .method("setnodelay", ResponseMethods::setNoDelay);
    }

    /** The response while its headers can still change. */
    private static Response uncommitted(Command command) {
        Response response = command.response();
        if (response.isCommitted()) {
            throw new LuaError("Error iscommitted");
        }
        return response;
    }

    private static Varargs write(Command self, Args args) {
        long count = 0;
        for (int i = 1; i <= args.count(); i++) {
            LuaValue value = args.value(i);
            if (RequestMethods.isWritable(value)) {
                LuaString text = value.strvalue();
                self.write(text);
                count += text.m_length;
            }
        }
        return Result.of(count);
    }

    private static Varargs send(Command self, Args args) {
        self.send(args.string(1));
        return Result.of(true);
    }

    private static Varargs flush(Command self, Args args) {
        self.flush();
        return Result.of(true);
    }

    private static Varargs setStatus(Command self, Args args) {
        int code = args.integer(1, 100, 999);
        Response response = uncommitted(self);
        if (!self.isIncluded()) {
            response.setStatus(code);
        }
        return Result.of(true);
    }

    private static Varargs setHeader(Command self, Args args) {
        String name = HeaderFields.name(args, args.string(1));
        Response response = uncommitted(self);
        if (args.isNil(2)) {
            response.headers().remove(name);
            return Result.of(true);
        }
        String value = HeaderFields.value(args, args.string(2));
        if (value.isEmpty()) {
            response.headers().remove(name);
        } else {
            setField(response, args, name, value);
        }
        return Result.of(true);
    }

    /** Length and coding decide where the body ends, so the server keeps them in its own hands. */
    static void setField(Response response, Args args, String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            response.setContentLength(args.integer(2));
        } else if (name.equalsIgnoreCase("Connection") && value.equalsIgnoreCase("close")) {
            response.clearKeepAlive();
        } else if (!name.equalsIgnoreCase("Transfer-Encoding")) {
            response.headers().set(name, value);
        }
    }

    private static Varargs containsHeader(Command self, Args args) {
        Optional<String> value = self.response().headers().get(Values.latin1(args.string(1)));
        return value.map(text -> (LuaValue) Values.latin1(text)).orElse(LuaValue.FALSE);
    }

    private static Varargs setContentType(Command self, Args args) {
        String value = HeaderFields.value(args, args.string(1));
        uncommitted(self).headers().set("Content-Type", value);
        return Result.of(true);
    }

    private static Varargs setContentLength(Command self, Args args) {
        long length = args.integer(1);
        if (length < 0) {
            throw args.bad(1, "length is negative");
        }
        uncommitted(self).setContentLength(length);
        return Result.of(true);
    }

    private static Varargs setDateHeader(Command self, Args args) {
        String name = HeaderFields.name(args, args.string(1));
        long seconds = args.truncated(2);
        if (!self.response().isCommitted()) {
            self.response().headers().set(name, HttpDates.format(seconds));
        }
        return Result.of(true);
    }

    private static Varargs setMaxAge(Command self, Args args) {
        long seconds = args.truncated(1);
        uncommitted(self).headers().set("Cache-Control", "max-age=" + seconds);
        return Result.of(true);
    }

    private static Varargs setDefaultHeaders(Command self, Args args) {
        var headers = uncommitted(self).headers();
        if (!headers.contains("Content-Type")) {
            headers.set("Content-Type", Command.PAGE_TYPE);
        }
        headers.set("Cache-Control", Command.PAGE_CACHING);
        return Result.of(true);
    }

    private static Varargs getData(Command self, Args args) {
        return self.response().isCommitted()
                ? Result.nil()
                : Result.of(self.response().bufferedBytes());
    }

    private static Varargs reset(Command self, Args args) {
        String what = args.optText(1, "");
        Response response = uncommitted(self);
        switch (what) {
            case "buffer" -> response.resetBuffer();
            case "headers" -> response.resetHeaders();
            case "" -> {
                response.resetBuffer();
                response.resetHeaders();
            }
            default -> throw args.bad(1, "'buffer' or 'headers' expected");
        }
        return Result.of(true);
    }

    private static Varargs abort(Command self, Args args) {
        throw new PageEnd();
    }

    private static Varargs sendError(Command self, Args args) {
        int code = args.integer(1, 100, 999);
        String text = args.optText(2, "");
        uncommitted(self);
        self.sendError(code, text);
        return Result.of(true);
    }

    private static Varargs sendRedirect(Command self, Args args) {
        LuaString url = args.string(1);
        boolean permanent = args.count() > 1 && args.bool(2);
        byte[] target = RequestMethods.redirectUrl(self, url, false);
        String location = HeaderFields.value(args, Result.string(target));
        Answers.redirect(uncommitted(self), permanent ? 301 : 302, location);
        throw new PageEnd();
    }

    private static Varargs redirectToTls(Command self, Args args) {
        uncommitted(self);
        if (self.demandTls()) {
            throw new PageEnd();
        }
        return Result.of(false);
    }

    /** Answers with tables as JSON. What encodes them is the module that Lua code sees as ba.json. */
    private static Varargs json(Command self, Args args) {
        int last = args.count();
        boolean goesOn = last > 1 && args.value(last).isboolean() && args.truth(last);
        int tables = args.value(last).isboolean() ? last - 1 : last;
        args.table(1);
        LuaString text = tables == 1 ? encode(self, args.table(1)) : encodeAll(self, args, tables);
        Response response = uncommitted(self);
        response.resetBuffer();
        response.resetHeaders();
        response.headers().set("Content-Type", "application/json");
        response.headers().set("Cache-Control", Command.PAGE_CACHING);
        response.setContentLength(text.m_length);
        self.write(text);
        if (goesOn) {
            return Result.of(true);
        }
        throw new PageEnd();
    }

    private static LuaString encodeAll(Command self, Args args, int count) {
        LuaTable all = Values.table();
        for (int i = 1; i <= count; i++) {
            all.rawset(i, args.table(i));
        }
        return encode(self, all);
    }

    private static LuaString encode(Command self, LuaTable table) {
        LuaValue json = self.web().vm().globals().get("ba").get("json");
        if (json.isnil()) {
            throw new LuaError("module 'ba.json' is not available");
        }
        Varargs result = json.get("encode").invoke(table);
        if (result.isnil(1)) {
            throw new LuaError("cannot encode as JSON: " + result.arg(2).tojstring());
        }
        return result.arg1().checkstring();
    }

    private static Varargs include(Command self, Args args) {
        self.include(args.text(1));
        return Result.of(true);
    }

    private static Varargs forward(Command self, Args args) {
        self.forward(args.text(1));
        return Result.none();
    }

    private static Varargs redirect(Command self, Args args) {
        self.redirect(args.text(1));
        return Result.none();
    }

    private static Varargs clearKeepAlive(Command self, Args args) {
        self.response().clearKeepAlive();
        return Result.of(true);
    }

    private static Varargs downgrade(Command self, Args args) {
        uncommitted(self).downgrade();
        return Result.of(true);
    }

    private static Varargs setNoDelay(Command self, Args args) {
        self.response().setNoDelay(args.bool(1));
        return Result.none();
    }
}
