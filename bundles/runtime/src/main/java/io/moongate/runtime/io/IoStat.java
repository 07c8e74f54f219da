package io.moongate.runtime.io;

/**
 * The attributes of a file or directory.
 *
 * @param name its last path component, or as asked for
 * @param size in bytes; 0 for a directory
 * @param modifiedSeconds seconds since 1970 UTC
 */
public record IoStat(String name, boolean isDirectory, long size, long modifiedSeconds) {}
