package io.moongate.io.internal.zip;

import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tree of an archive: its entries by normal name, with the directories that names only imply. */
final class ZipDirectory {

    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final Map<String, List<ZipEntry>> children = new HashMap<>();
    private final ZipLimits limits;
    private final long modifiedSeconds;
    private long totalBytes;

    ZipDirectory(ZipLimits limits, long modifiedSeconds) {
        this.limits = limits;
        this.modifiedSeconds = modifiedSeconds;
        entries.put("", ZipEntry.directory("", modifiedSeconds));
        children.put("", new ArrayList<>());
    }

    Optional<ZipEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** What is in a directory that exists. */
    List<ZipEntry> children(String directory) {
        return children.getOrDefault(directory, List.of());
    }

    void add(ZipEntry entry) throws IoException {
        checkSize(entry);
        ZipEntry there = entries.get(entry.name());
        if (there == null) {
            makeParents(entry.name());
            put(entry);
        } else if (!there.isDirectory() || !entry.isDirectory()) {
            throw incompatible("two entries have the name " + entry.name());
        }
    }

    private void checkSize(ZipEntry entry) throws IoException {
        totalBytes += entry.size();
        if (entry.size() > limits.entryBytes()) {
            throw incompatible(
                    "entry " + entry.name() + " has " + entry.size() + " bytes; the limit is " + limits.entryBytes());
        }
        if (totalBytes > limits.totalBytes()) {
            throw incompatible("the entries have more than the limit of " + limits.totalBytes() + " bytes");
        }
    }

    private void makeParents(String name) throws IoException {
        if (name.isEmpty()) {
            return;
        }
        String parent = IoPath.parent(name);
        ZipEntry there = entries.get(parent);
        if (there == null) {
            makeParents(parent);
            put(ZipEntry.directory(parent, modifiedSeconds));
        } else if (!there.isDirectory()) {
            throw incompatible("entry " + parent + " is a file and a directory");
        }
    }

    private void put(ZipEntry entry) throws IoException {
        if (entries.size() > limits.entries()) {
            throw incompatible("more entries than the limit of " + limits.entries());
        }
        entries.put(entry.name(), entry);
        children.get(IoPath.parent(entry.name())).add(entry);
        if (entry.isDirectory()) {
            children.put(entry.name(), new ArrayList<>());
        }
    }

    /**
     * Refuses entries whose data overlap: a small archive could otherwise stand for any amount of data.
     *
     * @param end where data cannot reach: the start of the central directory
     */
    void checkOverlaps(long end) throws IoException {
        long limit = end;
        for (ZipEntry entry : byOffsetDescending(entries.values())) {
            if (entry.headerOffset() + CentralDirectory.LOCAL_HEADER_BYTES + entry.packedSize() > limit) {
                throw incompatible("the data of entry " + entry.name() + " overlap with what follows");
            }
            limit = entry.headerOffset();
        }
    }

    private static List<ZipEntry> byOffsetDescending(Collection<ZipEntry> entries) {
        return entries.stream()
                .filter(entry -> !entry.isDirectory())
                .sorted(Comparator.comparingLong(ZipEntry::headerOffset).reversed())
                .toList();
    }

    static IoException incompatible(String reason) {
        return new IoException(IoException.ZIP_INCOMPATIBLE, reason);
    }
}
