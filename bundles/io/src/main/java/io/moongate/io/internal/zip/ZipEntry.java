package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoStat;
import java.util.Optional;

/**
 * A file or directory in an archive.
 *
 * @param name its normal name; empty for the root
 * @param method how its bytes are kept; of a directory, stored
 * @param headerOffset where its local header starts
 * @param packedSize its bytes in the archive, those of encryption included
 * @param size its bytes when read
 * @param crc CRC-32 of these bytes; not checked where encryption has its own check
 * @param aes how it is encrypted, if it is
 */
record ZipEntry(
        String name,
        boolean isDirectory,
        Method method,
        long headerOffset,
        long packedSize,
        long size,
        long crc,
        long modifiedSeconds,
        Optional<AesStrength> aes,
        boolean hasCrc) {

    enum Method {
        STORED,
        DEFLATED
    }

    /** The three strengths of the AE-1 and AE-2 formats. */
    enum AesStrength {
        AES_128(16),
        AES_192(24),
        AES_256(32);

        private final int keyBytes;

        AesStrength(int keyBytes) {
            this.keyBytes = keyBytes;
        }

        int keyBytes() {
            return keyBytes;
        }

        int saltBytes() {
            return keyBytes / 2;
        }
    }

    static ZipEntry directory(String name, long modifiedSeconds) {
        return new ZipEntry(name, true, Method.STORED, 0, 0, 0, 0, modifiedSeconds, Optional.empty(), false);
    }

    IoStat stat(String lastName) {
        return new IoStat(lastName, isDirectory, size, modifiedSeconds);
    }
}
