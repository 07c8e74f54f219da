package io.moongate.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds its old content or its new one, whatever happens while it is written: temporary file, fsync, rename,
 * fsync of the directory. A checksum in its last line tells a damaged file; then the previous content is taken and the
 * log says so.
 *
 * <p>Thread-safe within one process; two processes must not write one file.
 */
public final class DurableFile {

    private static final Logger LOG = LoggerFactory.getLogger(DurableFile.class);
    private static final String CHECKSUM = "\n#crc32c:";
    private static final int TRAILER_LENGTH = CHECKSUM.length() + 8 + 1;

    private final Path path;
    private final Path temporary;
    private final Path previous;
    private final int limit;

    /** @param limit the longest content in bytes; a longer file counts as damaged */
    public DurableFile(Path path, int limit) {
        this.path = path;
        this.temporary = path.resolveSibling(path.getFileName() + ".tmp");
        this.previous = path.resolveSibling(path.getFileName() + ".previous");
        this.limit = limit;
    }

    /**
     * The content last written, or the one before when the file is damaged.
     *
     * @return empty when nothing was ever written or both copies are damaged; the log then says so
     */
    public synchronized Optional<byte[]> read() {
        Optional<byte[]> content = read(path);
        if (content.isPresent()) {
            return content;
        }
        Optional<byte[]> older = read(previous);
        older.ifPresent(bytes -> LOG.warn("{} is missing or damaged: using its previous content", path));
        return older;
    }

    /**
     * Replaces the content. When this returns it is on the disk; when it throws, the old content is.
     *
     * @throws IOException when it cannot be written; names the file
     */
    public synchronized void write(byte[] content) throws IOException {
        if (content.length > limit) {
            throw new IOException(
                    "cannot write " + path + ": " + content.length + " bytes exceed its limit of " + limit);
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        writeTemporary(content);
        if (read(path).isPresent()) {
            move(path, previous);
        }
        move(temporary, path);
        AtomicWrite.syncDirectory(path.toAbsolutePath().getParent());
    }

    private void writeTemporary(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, content);
            writeFully(channel, trailer(content));
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<byte[]> read(Path file) {
        try {
            if (Files.size(file) > (long) limit + TRAILER_LENGTH) {
                return damaged(file, "longer than its limit of " + limit + " bytes");
            }
            return verified(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return damaged(file, e.toString());
        }
    }

    private Optional<byte[]> verified(Path file, byte[] bytes) {
        int length = bytes.length - TRAILER_LENGTH;
        if (length < 0) {
            return damaged(file, "too short for a checksum");
        }
        byte[] content = Arrays.copyOf(bytes, length);
        byte[] trailer = Arrays.copyOfRange(bytes, length, bytes.length);
        return Arrays.equals(trailer, trailer(content)) ? Optional.of(content) : damaged(file, "wrong checksum");
    }

    private static Optional<byte[]> damaged(Path file, String reason) {
        LOG.warn("cannot use {}: {}", file, reason);
        return Optional.empty();
    }

    private static byte[] trailer(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (CHECKSUM + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
