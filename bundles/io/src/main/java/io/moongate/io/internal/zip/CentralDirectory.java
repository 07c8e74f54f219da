package io.moongate.io.internal.zip;

import io.moongate.io.internal.zip.ZipEntry.AesStrength;
import io.moongate.io.internal.zip.ZipEntry.Method;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoPath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the central directory of a ZIP file (PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16; AES entries as WinZip's
 * AE-1 and AE-2). Strict: what other readers could understand in another way is refused. ZIP64 and archives in several
 * parts are not supported.
 */
final class CentralDirectory {

    static final int LOCAL_HEADER_BYTES = 30;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 65_535;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    private static final int METHOD_AES = 99;
    private static final int EXTRA_TIMESTAMP = 0x5455;
    private static final int EXTRA_AES = 0x9901;
    private static final long ZIP64 = 0xFFFF_FFFFL;

    private final IoFile file;
    private final long length;
    private final ZipLimits limits;

    private CentralDirectory(IoFile file, long length, ZipLimits limits) {
        this.file = file;
        this.length = length;
        this.limits = limits;
    }

    /** @return empty when the file does not end as a ZIP file does */
    static Optional<ZipDirectory> read(IoFile file, long length, long modifiedSeconds, ZipLimits limits)
            throws IoException {
        return new CentralDirectory(file, length, limits).read(modifiedSeconds);
    }

    private Optional<ZipDirectory> read(long modifiedSeconds) throws IoException {
        ByteBuffer end = findEnd();
        if (end == null) {
            return Optional.empty();
        }
        long endOffset = length - end.remaining();
        int disk = unsignedShort(end, 4) | unsignedShort(end, 6);
        int entries = unsignedShort(end, 10);
        long size = unsignedInt(end, 12);
        long offset = unsignedInt(end, 16);
        if (disk != 0 || entries != unsignedShort(end, 8)) {
            throw ZipDirectory.incompatible("an archive in several parts, or of ZIP64");
        }
        if (offset + size != endOffset) {
            throw ZipDirectory.incompatible("the central directory is not where the archive says");
        }
        return Optional.of(readEntries(entries, offset, size, modifiedSeconds));
    }

    private @Nullable ByteBuffer findEnd() throws IoException {
        int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT);
        ByteBuffer bytes = readAt(length - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END_SIGNATURE && at + END_BYTES + unsignedShort(bytes, at + 20) == tail) {
                return bytes.slice(at, tail - at).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        return null;
    }

    private ByteBuffer readAt(long position, int count) throws IoException {
        byte[] bytes = new byte[count];
        file.seek(position);
        for (int done = 0; done < count; ) {
            int n = file.read(bytes, done, count - done);
            if (n < 0) {
                throw ZipDirectory.incompatible("the archive ends too early");
            }
            done += n;
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ZipDirectory readEntries(int count, long offset, long size, long modifiedSeconds) throws IoException {
        if (size > limits.directoryBytes()) {
            throw ZipDirectory.incompatible(
                    "the central directory has " + size + " bytes; the limit is " + limits.directoryBytes());
        }
        ByteBuffer bytes = readAt(offset, (int) size);
        ZipDirectory directory = new ZipDirectory(limits, modifiedSeconds);
        for (int i = 0; i < count; i++) {
            directory.add(readEntry(bytes));
        }
        if (bytes.hasRemaining()) {
            throw ZipDirectory.incompatible("the central directory has more than its entries");
        }
        directory.checkOverlaps(offset);
        return directory;
    }

    private static ZipEntry readEntry(ByteBuffer bytes) throws IoException {
        if (bytes.remaining() < ENTRY_BYTES || bytes.getInt(bytes.position()) != ENTRY_SIGNATURE) {
            throw ZipDirectory.incompatible("the central directory is damaged");
        }
        ByteBuffer head = take(bytes, ENTRY_BYTES);
        ByteBuffer name = take(bytes, unsignedShort(head, 28));
        ByteBuffer extra = take(bytes, unsignedShort(head, 30));
        take(bytes, unsignedShort(head, 32));
        String path = decodeName(name);
        return entry(head, extra, normalName(path), path.endsWith("/"));
    }

    private static ByteBuffer take(ByteBuffer bytes, int count) throws IoException {
        if (bytes.remaining() < count) {
            throw ZipDirectory.incompatible("the central directory ends within an entry");
        }
        ByteBuffer taken = bytes.slice(bytes.position(), count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + count);
        return taken;
    }

    /** UTF-8, which new archives use whatever they say; else as ISO 8859-1, so that every name can be opened. */
    private static String decodeName(ByteBuffer name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1.decode(name).toString();
        }
    }

    private static String normalName(String path) throws IoException {
        try {
            return IoPath.normalize(path);
        } catch (IoException e) {
            throw new IoException(IoException.ZIP_INCOMPATIBLE, "an entry is named outside: " + e.getMessage(), e);
        }
    }

    private static ZipEntry entry(ByteBuffer head, ByteBuffer extra, String name, boolean isDirectory)
            throws IoException {
        long modified = modifiedSeconds(head, extra);
        if (isDirectory) {
            return ZipEntry.directory(name, modified);
        }
        int flags = unsignedShort(head, 8);
        long packedSize = unsignedInt(head, 20);
        long size = unsignedInt(head, 24);
        long offset = unsignedInt(head, 42);
        if (packedSize == ZIP64 || size == ZIP64 || offset == ZIP64) {
            throw ZipDirectory.incompatible("entry " + name + " is of ZIP64");
        }
        int method = unsignedShort(head, 10);
        Optional<ByteBuffer> aes = method == METHOD_AES ? extraField(extra, EXTRA_AES) : Optional.empty();
        checkEncryption(name, flags, method, aes);
        return new ZipEntry(
                name,
                false,
                methodOf(name, aes.isPresent() ? unsignedShort(aes.get(), 5) : method),
                offset,
                packedSize,
                size,
                unsignedInt(head, 16),
                modified,
                aes.isPresent() ? Optional.of(strengthOf(name, aes.get())) : Optional.empty(),
                aes.isEmpty() || unsignedShort(aes.get(), 0) == 1);
    }

    private static void checkEncryption(String name, int flags, int method, Optional<ByteBuffer> aes)
            throws IoException {
        boolean encrypted = (flags & FLAG_ENCRYPTED) != 0;
        boolean strong = (flags & FLAG_STRONG_ENCRYPTION) != 0;
        if (strong || encrypted != (method == METHOD_AES) || encrypted != aes.isPresent()) {
            throw ZipDirectory.incompatible("entry " + name + " is encrypted in another way than AES (AE-1, AE-2)");
        }
    }

    private static Method methodOf(String name, int method) throws IoException {
        return switch (method) {
            case 0 -> Method.STORED;
            case 8 -> Method.DEFLATED;
            default ->
                throw ZipDirectory.incompatible(
                        "entry " + name + " is compressed with method " + method + "; only 0 and 8 are known");
        };
    }

    private static AesStrength strengthOf(String name, ByteBuffer aes) throws IoException {
        int strength = aes.limit() < 7 ? 0 : aes.get(4);
        if (strength < 1 || strength > 3) {
            throw ZipDirectory.incompatible("entry " + name + " is encrypted with AES of unknown strength");
        }
        return AesStrength.values()[strength - 1];
    }

    /** The UTC time of the "UT" extra field, or MS-DOS date and time, which have no time zone, taken as UTC. */
    private static long modifiedSeconds(ByteBuffer head, ByteBuffer extra) throws IoException {
        Optional<ByteBuffer> timestamp = extraField(extra, EXTRA_TIMESTAMP);
        if (timestamp.isPresent()
                && timestamp.get().limit() >= 5
                && (timestamp.get().get(0) & 1) != 0) {
            return timestamp.get().getInt(1);
        }
        return dosSeconds(unsignedShort(head, 14), unsignedShort(head, 12));
    }

    private static long dosSeconds(int date, int time) {
        try {
            return LocalDateTime.of(
                            1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, (time & 31) * 2)
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /** A field of the extra data; what is no well-formed list of fields has none. */
    private static Optional<ByteBuffer> extraField(ByteBuffer extra, int id) throws IoException {
        int at = 0;
        while (at + 4 <= extra.limit()) {
            int size = unsignedShort(extra, at + 2);
            if (at + 4 + size > extra.limit()) {
                return Optional.empty();
            }
            if (unsignedShort(extra, at) == id) {
                return Optional.of(checked(extra.slice(at + 4, size).order(ByteOrder.LITTLE_ENDIAN), id));
            }
            at += 4 + size;
        }
        return Optional.empty();
    }

    private static ByteBuffer checked(ByteBuffer field, int id) throws IoException {
        if (id == EXTRA_AES && field.limit() < 7) {
            throw ZipDirectory.incompatible("an extra field for AES has " + field.limit() + " bytes instead of 7");
        }
        return field;
    }

    /**
     * Where the data of an entry start. The local header has to agree with the central directory.
     *
     * @throws IoException {@code ioerror} when it does not: the archive is damaged or was changed after it was mounted
     */
    static long dataStart(IoFile file, ZipEntry entry) throws IoException {
        CentralDirectory reader = new CentralDirectory(file, 0, ZipLimits.DEFAULT);
        ByteBuffer head = reader.readAt(entry.headerOffset(), LOCAL_HEADER_BYTES);
        int nameLength = unsignedShort(head, 26);
        byte[] name = reader.readAt(entry.headerOffset() + LOCAL_HEADER_BYTES, nameLength)
                .array();
        if (head.getInt(0) != 0x04034b50
                || !normalName(decodeName(ByteBuffer.wrap(name))).equals(entry.name())) {
            throw new IoException(IoException.IO_ERROR, "the archive is damaged or has changed");
        }
        return entry.headerOffset() + LOCAL_HEADER_BYTES + nameLength + unsignedShort(head, 28);
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long unsignedInt(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
