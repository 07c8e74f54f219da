package io.moongate.io.internal.zip;

/**
 * What an archive may be at most; one that is more is refused when it is mounted.
 *
 * @param entries files and directories, those that are only implied by names included
 * @param directoryBytes length of the central directory
 * @param entryBytes size of one file, uncompressed
 * @param totalBytes size of all files, uncompressed
 */
public record ZipLimits(int entries, int directoryBytes, long entryBytes, long totalBytes) {

    /** Room for every app, little enough for a small gateway. */
    public static final ZipLimits DEFAULT = new ZipLimits(65_535, 16 << 20, 1L << 30, 8L << 30);
}
