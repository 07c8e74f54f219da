package io.moongate.runtime.internal;

import io.moongate.lua.LuaPlatform;
import io.moongate.runtime.Trace;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The process's platform, but for its streams: what is printed goes to the trace, and there is nothing to read. */
public final class TracePlatform extends ForwardingPlatform {

    private static final int ERROR_PRIORITY = 0;

    private final OutputStream stdout;
    private final OutputStream stderr;

    public TracePlatform(LuaPlatform platform, Trace trace) {
        super(platform);
        stdout = new TraceStream(trace, Trace.NORMAL);
        stderr = new TraceStream(trace, ERROR_PRIORITY);
    }

    @Override
    public InputStream stdin() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream stdout() {
        return stdout;
    }

    @Override
    public OutputStream stderr() {
        return stderr;
    }

    private static final class TraceStream extends OutputStream {
        private final Trace trace;
        private final int priority;

        TraceStream(Trace trace, int priority) {
            this.trace = trace;
            this.priority = priority;
        }

        @Override
        public void write(int b) {
            trace.write(priority, new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            trace.write(priority, Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
