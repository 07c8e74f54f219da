package io.moongate.io.internal.zip;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** Decrypts the data of an AE-1 or AE-2 entry: AES in counter mode, the counter little-endian and from 1. */
final class AesStream extends FilterInputStream {

    private static final int BLOCK = 16;
    private static final int BLOCKS_AT_ONCE = 256;

    private final Cipher cipher;
    private final byte[] counters = new byte[BLOCK * BLOCKS_AT_ONCE];
    private final byte[] keyStream = new byte[BLOCK * BLOCKS_AT_ONCE];
    private long counter = 1;
    private int used = keyStream.length;

    AesStream(InputStream encrypted, Cipher cipher) {
        super(encrypted);
        this.cipher = cipher;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        for (int i = 0; i < n; i++) {
            if (used == keyStream.length) {
                refill();
            }
            into[offset + i] ^= keyStream[used++];
        }
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    private void refill() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(counters).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < counters.length; at += BLOCK) {
            buffer.putLong(at, counter++);
        }
        try {
            cipher.update(counters, 0, counters.length, keyStream);
        } catch (ShortBufferException e) {
            throw new IOException(e);
        }
        used = 0;
    }
}
