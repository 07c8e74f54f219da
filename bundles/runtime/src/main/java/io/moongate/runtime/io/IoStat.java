package io.moongate.runtime.io;

/**
 * The attributes of a file or directory.
 *
 * @param name its last path component; empty for the root
 * @param size in bytes; 0 for a directory
 * @param modifiedSeconds seconds since 1970 UTC
 */
public record IoStat(String name, boolean isDirectory, long size, long modifiedSeconds) {

    public static IoStat directory(String name, long modifiedSeconds) {
        return new IoStat(name, true, 0, modifiedSeconds);
    }

    public static IoStat file(String name, long size, long modifiedSeconds) {
        return new IoStat(name, false, size, modifiedSeconds);
    }
}
