package io.moongate.web.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.HttpDates;
import io.moongate.web.internal.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.luaj.vm2.LuaError;

/** Sends files of an IO: validators, ranges, compression, and without copying where the system can. */
final class StaticFiles {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int BLOCK_BYTES = 65536;
    /** Compressing smaller or larger files while they are sent does not pay. */
    private static final long COMPRESS_FROM = 1024;

    private static final long COMPRESS_TO = 1 << 20;

    private final Io io;
    private final MediaTypes types;

    StaticFiles(Io io, MediaTypes types) {
        this.io = io;
        this.types = types;
    }

    /** @param maxAge for Cache-Control; negative for none */
    void send(Command command, String path, IoStat stat, long maxAge) {
        Response response = command.response();
        if (command.isIncluded()) {
            copy(command, path, 0, stat.size());
            return;
        }
        if (!command.isForwarded() && !METHODS.contains(command.exchange().method())) {
            Answers.methodNotAllowed(response, "GET, HEAD, OPTIONS");
            return;
        }
        if (command.exchange().method().equals("OPTIONS")) {
            response.headers().set("Allow", "GET, HEAD, OPTIONS");
            response.setContentLength(0);
            return;
        }
        describe(command, path, stat, maxAge);
        if (isFresh(command.exchange(), stat)) {
            response.setStatus(304);
        } else {
            sendContent(command, path, stat);
        }
    }

    private void describe(Command command, String path, IoStat stat, long maxAge) {
        var headers = command.response().headers();
        if (!headers.contains("Content-Type")) {
            headers.set("Content-Type", types.of(path));
        }
        headers.set("Last-Modified", HttpDates.format(stat.modifiedSeconds()));
        headers.set("ETag", tag(stat));
        headers.set("Accept-Ranges", "bytes");
        if (maxAge >= 0) {
            headers.set("Cache-Control", "max-age=" + maxAge);
        }
    }

    static String tag(IoStat stat) {
        return "\"" + Long.toHexString(stat.modifiedSeconds()) + "-" + Long.toHexString(stat.size()) + "\"";
    }

    /** RFC 9110, 13.2.2: If-None-Match decides, and only without it If-Modified-Since. */
    private static boolean isFresh(Exchange exchange, IoStat stat) {
        String match = exchange.header("If-None-Match");
        if (match != null) {
            return match.strip().equals("*") || listContains(match, tag(stat));
        }
        String since = exchange.header("If-Modified-Since");
        OptionalLong time = since == null ? OptionalLong.empty() : HttpDates.parse(since);
        return time.isPresent() && stat.modifiedSeconds() <= time.getAsLong();
    }

    private static boolean listContains(String list, String tag) {
        for (String item : list.split(",")) {
            String one = item.strip();
            if ((one.startsWith("W/") ? one.substring(2) : one).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private void sendContent(Command command, String path, IoStat stat) {
        Response response = command.response();
        Optional<Range> range = range(command.exchange(), stat);
        if (range.isPresent()) {
            Range part = range.get();
            response.setStatus(206);
            response.headers().set("Content-Range", "bytes " + part.from + "-" + part.to + "/" + stat.size());
            response.setContentLength(part.length());
            copy(command, path, part.from, part.length());
        } else if (!sendStored(command, path) && !sendCompressed(command, path, stat)) {
            response.setContentLength(stat.size());
            copy(command, path, 0, stat.size());
        }
    }

    // --- compression

    /** Sends the compressed form that the IO itself keeps, as ZIP files do. */
    private boolean sendStored(Command command, String path) {
        if (!takesGzip(command.exchange())) {
            return false;
        }
        try {
            Optional<Io.Gzip> stored = io.openGzip(path);
            if (stored.isEmpty()) {
                return false;
            }
            try (IoFile file = stored.get().file()) {
                Response response = command.response();
                response.headers().set("Vary", "Accept-Encoding");
                response.headers().set("Content-Encoding", "gzip");
                response.setContentLength(stored.get().size());
                copyBlocks(command, file, stored.get().size());
            }
            return true;
        } catch (IoException e) {
            throw new LuaError("cannot read " + path + ": " + e.getMessage());
        }
    }

    private boolean sendCompressed(Command command, String path, IoStat stat) {
        Response response = command.response();
        String type = response.headers().get("Content-Type").orElse(MediaTypes.UNKNOWN);
        if (stat.size() < COMPRESS_FROM || stat.size() > COMPRESS_TO || !MediaTypes.isCompressible(type)) {
            return false;
        }
        if (!takesGzip(command.exchange())) {
            return false;
        }
        response.headers().set("Vary", "Accept-Encoding");
        response.headers().set("Content-Encoding", "gzip");
        byte[] packed = command.web().server().compressed().get(io, path, stat, () -> gzip(read(path, stat)));
        response.setContentLength(packed.length);
        command.await(response.send(packed, 0, packed.length));
        return true;
    }

    static boolean takesGzip(Exchange exchange) {
        String accept = exchange.header("Accept-Encoding");
        if (accept == null) {
            return false;
        }
        for (String item : accept.split(",")) {
            String[] parts = item.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private byte[] read(String path, IoStat stat) {
        try {
            return io.readAll(path, (int) Math.max(COMPRESS_TO, stat.size()));
        } catch (IoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        var packed = new ByteArrayOutputStream(content.length / 2);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    // --- ranges

    private record Range(long from, long to) {
        long length() {
            return to - from + 1;
        }
    }

    /** A single range inside the file; anything else gives the whole file, as RFC 9110, 14.2 allows. */
    private static Optional<Range> range(Exchange exchange, IoStat stat) {
        String header = exchange.header("Range");
        if (header == null || !header.startsWith("bytes=") || !sameVersion(exchange, stat)) {
            return Optional.empty();
        }
        String[] ends = header.substring(6).strip().split("-", -1);
        if (ends.length != 2) {
            return Optional.empty();
        }
        try {
            return parse(ends[0].strip(), ends[1].strip(), stat.size());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean sameVersion(Exchange exchange, IoStat stat) {
        String condition = exchange.header("If-Range");
        return condition == null
                || condition.equals(tag(stat))
                || condition.equals(HttpDates.format(stat.modifiedSeconds()));
    }

    private static Optional<Range> parse(String first, String last, long size) {
        if (first.isEmpty()) {
            long count = Long.parseLong(last);
            return count > 0 && size > 0
                    ? Optional.of(new Range(Math.max(0, size - count), size - 1))
                    : Optional.empty();
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        return from >= 0 && from < size && from <= to ? Optional.of(new Range(from, to)) : Optional.empty();
    }

    // --- content

    private void copy(Command command, String path, long offset, long length) {
        try {
            Optional<Path> real = io.realPath(path);
            Response response = command.response();
            if (real.isPresent() && response.takesFiles() && !command.isIncluded() && length > BLOCK_BYTES / 4) {
                response.endWithFile(real.get(), offset, length);
            } else {
                copyBlocks(command, path, offset, length);
            }
        } catch (IOException e) {
            throw new LuaError("cannot read " + path + ": " + e.getMessage());
        }
    }

    private void copyBlocks(Command command, String path, long offset, long length) throws IoException {
        try (IoFile file = io.open(path, Io.Mode.READ)) {
            if (offset > 0) {
                file.seek(offset);
            }
            copyBlocks(command, file, length);
        }
    }

    private static void copyBlocks(Command command, IoFile file, long length) throws IoException {
        long left = length;
        while (left > 0) {
            byte[] block = new byte[(int) Math.min(BLOCK_BYTES, left)];
            int n = file.read(block, 0, block.length);
            if (n <= 0) {
                throw new IoException(IoException.IO_ERROR, "file became shorter while it was sent");
            }
            command.await(command.response().write(block, 0, n));
            left -= n;
        }
    }
}
