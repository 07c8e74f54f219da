package io.moongate.io.internal.zip;

import io.moongate.io.internal.zip.ZipEntry.AesStrength;
import io.moongate.io.internal.zip.ZipEntry.Method;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one opened entry come from: its part of the archive, decrypted. What encryption protects is
 * authenticated when the entry is opened, before a byte of it is given out.
 */
final class EntrySource {

    private static final int PIECE = 8192;

    private final IoFile archive;
    private final ZipEntry entry;
    private final long start;
    private final long length;
    private final @Nullable AesKeys keys;

    private EntrySource(IoFile archive, ZipEntry entry, long start, long length, @Nullable AesKeys keys) {
        this.archive = archive;
        this.entry = entry;
        this.start = start;
        this.length = length;
        this.keys = keys;
    }

    /** @throws IoException {@code wrongpassword} when the entry is encrypted and not with this password */
    static EntrySource open(IoFile archive, ZipEntry entry, byte @Nullable [] password) throws IoException {
        long start = CentralDirectory.dataStart(archive, entry);
        return entry.aes().isPresent()
                ? encrypted(archive, entry, start, entry.aes().get(), password)
                : new EntrySource(archive, entry, start, entry.packedSize(), null);
    }

    private static EntrySource encrypted(
            IoFile archive, ZipEntry entry, long start, AesStrength strength, byte @Nullable [] password)
            throws IoException {
        int head = strength.saltBytes() + AesKeys.VERIFIER_BYTES;
        long length = entry.packedSize() - head - AesKeys.CODE_BYTES;
        if (length < 0) {
            throw new IoException(IoException.IO_ERROR, "the encrypted entry is too short");
        }
        try {
            InputStream raw = new ArchiveSlice(archive, start, entry.packedSize());
            byte[] salt = raw.readNBytes(strength.saltBytes());
            byte[] verifier = raw.readNBytes(AesKeys.VERIFIER_BYTES);
            if (password == null) {
                throw new IoException(IoException.WRONG_PASSWORD, "the entry is encrypted; set a password");
            }
            AesKeys keys = AesKeys.derive(password, salt, strength);
            if (!keys.verify(verifier)) {
                throw new IoException(IoException.WRONG_PASSWORD, "the entry is encrypted with another password");
            }
            authenticate(raw, length, keys.mac());
            return new EntrySource(archive, entry, start + head, length, keys);
        } catch (GeneralSecurityException e) {
            throw new IoException(IoException.IO_ERROR, "decryption failed", e);
        } catch (IOException e) {
            throw asIoException(e);
        }
    }

    private static void authenticate(InputStream raw, long length, Mac mac) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int n = raw.read(piece, 0, (int) Math.min(piece.length, left));
            mac.update(piece, 0, Math.max(n, 0));
            left -= n;
        }
        byte[] expected = raw.readNBytes(AesKeys.CODE_BYTES);
        byte[] code = Arrays.copyOf(mac.doFinal(), AesKeys.CODE_BYTES);
        if (!MessageDigest.isEqual(code, expected)) {
            throw new IoException(IoException.IO_ERROR, "the encrypted entry is damaged or forged");
        }
    }

    /** The entry's bytes from its start. One stream at a time: all read the same archive file. */
    InputStream stream() throws IoException {
        return entry.method() == Method.DEFLATED ? new Inflating(packed()) : packed();
    }

    /** The entry's bytes as they were compressed. */
    InputStream packed() throws IoException {
        InputStream raw = new ArchiveSlice(archive, start, length);
        return keys == null ? raw : new AesStream(raw, cipher(keys));
    }

    private static Cipher cipher(AesKeys keys) throws IoException {
        try {
            return keys.cipher();
        } catch (GeneralSecurityException e) {
            throw new IoException(IoException.IO_ERROR, "decryption failed", e);
        }
    }

    void close() throws IoException {
        archive.close();
    }

    static IoException asIoException(IOException e) {
        return e instanceof IoException known
                ? known
                : new IoException(IoException.IO_ERROR, "the entry is damaged: " + e.getMessage(), e);
    }

    /** Frees the memory of its inflater, which is not the garbage collector's, when closed. */
    private static final class Inflating extends InflaterInputStream {
        private boolean padded;

        Inflating(InputStream packed) {
            super(packed, new Inflater(true), PIECE);
        }

        /** With one byte more at the end, which zlib may ask for when there is no header. */
        @Override
        protected void fill() throws IOException {
            len = in.read(buf, 0, buf.length);
            if (len < 0) {
                if (padded) {
                    throw new EOFException("the compressed data end too early");
                }
                padded = true;
                buf[0] = 0;
                len = 1;
            }
            inf.setInput(buf, 0, len);
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
