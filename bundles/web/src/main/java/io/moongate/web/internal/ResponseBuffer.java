package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** What {@code response:setresponse} puts between a page and its response: a compressor, or a function of Lua. */
final class ResponseBuffer implements ResponseFilter {

    /** Compressed bytes kept at most. */
    private static final int LIMIT = 16 << 20;

    private final Command command;
    private final @Nullable LuaFunction receiver;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final DeflaterOutputStream packer = new DeflaterOutputStream(packed, deflater);
    private boolean done;

    /** @param receiver gets what is written; null to compress it */
    ResponseBuffer(Command command, @Nullable LuaFunction receiver) {
        this.command = command;
        this.receiver = receiver;
    }

    static LuaType<ResponseBuffer> type() {
        return LuaType.named("RESPONSEBUFFER", ResponseBuffer.class)
                .method("finalize", ResponseBuffer::finish)
                .method("abort", ResponseBuffer::abort)
                .metamethod("__close", (self, args) -> {
                    self.send();
                    return Result.none();
                })
                .closer(self -> self.deflater.end());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (receiver != null) {
            receiver.call(LuaString.valueUsing(Arrays.copyOfRange(bytes, offset, offset + length)));
            return;
        }
        try {
            packer.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (packed.size() > LIMIT) {
            throw new LuaError("the compressed response is larger than the limit of " + LIMIT + " bytes");
        }
    }

    private byte[] compressed() {
        try {
            packer.finish();
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
    }

    private static Varargs finish(ResponseBuffer self, Args args) {
        if (self.done) {
            return Result.fail("expired");
        }
        if (args.truth(1)) {
            self.send();
            return Result.of(true);
        }
        self.leave();
        return self.receiver == null ? Result.of(self.compressed()) : Result.of(true);
    }

    /** Sends what was compressed. Does nothing when it was taken or dropped before. */
    void send() {
        if (done) {
            return;
        }
        leave();
        if (receiver == null && !command.response().isCommitted()) {
            byte[] bytes = compressed();
            command.response().headers().set("Content-Encoding", "deflate");
            command.response().setContentLength(bytes.length);
            command.write(LuaString.valueUsing(bytes));
        }
    }

    private static Varargs abort(ResponseBuffer self, Args args) {
        self.leave();
        self.deflater.end();
        return Result.of(true);
    }

    private void leave() {
        done = true;
        if (command.filter() == this) {
            command.setFilter(null);
        }
    }
}
