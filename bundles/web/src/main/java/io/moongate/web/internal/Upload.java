package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Stores what a client sends by PUT or in a form, and asks Lua code what to answer: {@code ba.create.upload}. */
final class Upload {

    private final VmWeb web;
    private final Command command;
    private final Io io;
    private final String directory;
    private final Callbacks callbacks;
    private final boolean multipart;
    private String name;
    private @Nullable Deferred response;

    private record Callbacks(LuaFunction start, LuaFunction complete, LuaFunction failed, LuaValue env) {}

    private Upload(VmWeb web, Command command, Io io, String path, Callbacks callbacks, boolean multipart) {
        this.web = web;
        this.command = command;
        this.io = io;
        this.directory = path;
        this.name = path;
        this.callbacks = callbacks;
        this.multipart = multipart;
    }

    static LuaType<Upload> type() {
        return LuaType.named("UPLOAD", Upload.class)
                .method("name", (self, args) -> Result.of(self.name))
                .method(
                        "url",
                        (self, args) -> Result.of(Urls.absolute(
                                self.command.exchange(),
                                Urls.encode(self.command.exchange().target().path()))))
                .method("multipart", (self, args) -> Result.of(self.multipart))
                .method(
                        "session",
                        (self, args) -> self.command
                                .visit()
                                .session()
                                .map(session -> (LuaValue) self.web.wrap(session))
                                .orElse(LuaValue.FALSE))
                .method("response", (self, args) -> self.response());
    }

    /** The function that {@code ba.create.upload(io)} returns. */
    static LuaValue create(VmWeb web, Args args) {
        Io io = args.object(1, Io.class, "IO");
        UploadLimit uploads = new UploadLimit(args.optInteger(2, 0, 0, 1_000_000));
        return web.context().function("upload", call -> run(web, io, uploads, call));
    }

    private static Varargs run(VmWeb web, Io io, UploadLimit uploads, Args args) {
        Command command = args.object(1, Command.class, "REQUEST");
        if (!uploads.enter()) {
            UploadLimit.refuse(command);
            throw new PageEnd();
        }
        try {
            return run(web, io, args);
        } finally {
            uploads.leave();
        }
    }

    private static Varargs run(VmWeb web, Io io, Args args) {
        Command command = args.object(1, Command.class, "REQUEST");
        String path = args.text(2);
        LuaValue env = args.isNil(6) ? command.environment() : args.value(6);
        Callbacks callbacks = new Callbacks(args.function(3), args.function(4), args.function(5), env);
        String method = command.exchange().method();
        Optional<String> boundary = Multipart.boundary(command.exchange().header("Content-Type"));
        if (method.equals("PUT")) {
            new Upload(web, command, io, path, callbacks, false).put();
        } else if (method.equals("POST") && boundary.isPresent()) {
            new Upload(web, command, io, path, callbacks, true).form(boundary.get());
        } else {
            throw new LuaError("Invalid PUT or multipart POST");
        }
        throw new PageEnd();
    }

    /** The response, off its page; the callback must finish it. */
    private LuaValue response() {
        if (response == null) {
            response = new Deferred(web.vm(), command.detach());
        }
        return web.types().wrap(response);
    }

    private LuaUserdata self() {
        return web.types().wrap(this);
    }

    private void put() {
        try {
            store();
        } catch (IoException e) {
            fail(e.code(), e.getMessage());
            return;
        }
        callbacks.complete.call(callbacks.env, self());
    }

    private void store() throws IoException {
        try (IoFile file = io.open(name, Io.Mode.WRITE)) {
            byte[] piece;
            while ((piece = RequestMethods.read(command)).length > 0) {
                file.write(piece, 0, piece.length);
            }
        } catch (LuaError e) {
            removeRest();
            throw new IoException("socketreadfailed", e.getMessage());
        }
    }

    /** Half a file is worse than none. */
    private void removeRest() {
        try {
            io.remove(name);
        } catch (IoException e) {
            web.vm().report("upload", new LuaError("cannot remove what was stored of " + name + ": " + e.getMessage()));
        }
    }

    private void fail(String code, String text) {
        callbacks.failed.invoke(
                LuaValue.varargsOf(new LuaValue[] {callbacks.env, self(), Result.string(code), Result.string(text)}));
    }

    private void form(String boundary) {
        Files files = new Files();
        try {
            if (new Multipart(boundary, () -> RequestMethods.read(command)).read(files)) {
                callbacks.complete.call(callbacks.env, self());
            } else if (files.failure != null) {
                fail(files.failure.code(), files.failure.getMessage());
            }
        } catch (Multipart.MalformedException | LuaError e) {
            files.abandon();
            fail("malformed", e.getMessage());
        }
    }

    /** Stores the files of a form. */
    private final class Files implements Multipart.Parts {

        private @Nullable IoFile file;
        private @Nullable IoException failure;

        @Override
        public boolean field(@Nullable String field, byte[] value) {
            return true;
        }

        @Override
        public boolean beginFile(
                @Nullable String field, String fileName, @Nullable String type, @Nullable String encoding) {
            String utf8 = new String(fileName.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            String base = utf8.substring(Math.max(utf8.lastIndexOf('/'), utf8.lastIndexOf('\\')) + 1);
            String folder = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
            name = folder + base;
            callbacks.start.call(callbacks.env, self());
            return response == null && open();
        }

        private boolean open() {
            try {
                file = io.open(name, Io.Mode.WRITE);
                return true;
            } catch (IoException e) {
                failure = e;
                return false;
            }
        }

        @Override
        public boolean fileData(byte[] data) {
            IoFile open = file;
            if (open == null) {
                return false;
            }
            try {
                if (data.length == 0) {
                    open.close();
                    file = null;
                } else {
                    open.write(data, 0, data.length);
                }
                return true;
            } catch (IoException e) {
                failure = e;
                abandon();
                return false;
            }
        }

        void abandon() {
            IoFile open = file;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IoException e) {
                    failure = e;
                }
                removeRest();
            }
        }

        @Override
        public void end() {
            // Each file was closed at its own end.
        }
    }
}
