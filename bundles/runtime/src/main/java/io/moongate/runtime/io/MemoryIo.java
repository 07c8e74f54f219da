package io.moongate.runtime.io;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of files held in memory, of limited size. Thread-safe. */
public final class MemoryIo implements Io {

    /** What a file or directory counts towards the limit, besides its content. */
    public static final int ENTRY_BYTES = 256;

    private static final ResourceType TYPE = new ResourceType("memory", "");

    private final long limit;
    private final Clock clock;
    private final SortedMap<String, Node> nodes = new TreeMap<>();
    private long used;

    /** A file when it has content, else a directory. */
    private static final class Node {
        final boolean isDirectory;
        byte[] content = new byte[0];
        int length;
        long modified;

        Node(boolean isDirectory, long modified) {
            this.isDirectory = isDirectory;
            this.modified = modified;
        }

        IoStat stat(String name) {
            return new IoStat(name, isDirectory, length, modified);
        }
    }

    /** @param limit bytes that content and entries may take; writing beyond it fails with {@code nospace} */
    public MemoryIo(long limit) {
        this(limit, Clock.systemUTC());
    }

    /** The same with another clock for modification times. */
    public MemoryIo(long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        nodes.put("", new Node(true, seconds()));
    }

    private long seconds() {
        return clock.millis() / 1000;
    }

    @Override
    public synchronized IoFile open(String name, Mode mode) throws IoException {
        String path = IoPath.normalize(name);
        if (mode == Mode.READ) {
            return new OpenFile(file(path), mode);
        }
        Node node = nodes.containsKey(path) ? file(path) : create(path, false);
        if (mode == Mode.WRITE) {
            resize(node, 0);
        }
        return new OpenFile(node, mode);
    }

    private Node file(String path) throws IoException {
        Node node = node(path);
        if (node.isDirectory) {
            throw new IoException(IoException.NO_ACCESS, "it is a directory");
        }
        return node;
    }

    private Node node(String path) throws IoException {
        Node node = nodes.get(path);
        if (node == null) {
            throw new IoException(IoException.ENOENT, "no such file or directory");
        }
        return node;
    }

    private Node directory(Node node) throws IoException {
        if (!node.isDirectory) {
            throw new IoException(IoException.ENOENT, "not a directory");
        }
        return node;
    }

    private Node create(String path, boolean isDirectory) throws IoException {
        directory(node(IoPath.parent(path)));
        take(ENTRY_BYTES);
        Node node = new Node(isDirectory, seconds());
        nodes.put(path, node);
        return node;
    }

    private void take(long bytes) throws IoException {
        if (used + bytes > limit) {
            throw new IoException(IoException.NO_SPACE, "more than the limit of " + limit + " bytes");
        }
        used += bytes;
    }

    private void resize(Node node, int length) throws IoException {
        take((long) length - node.length);
        if (length > node.content.length) {
            node.content = Arrays.copyOf(node.content, (int) Math.min(Math.max(length, node.length * 2L), 1 << 30));
        } else if (length == 0) {
            node.content = new byte[0];
        }
        node.length = length;
        node.modified = seconds();
    }

    @Override
    public synchronized IoStat stat(String name) throws IoException {
        String path = IoPath.normalize(name);
        return node(path).stat(IoPath.last(path));
    }

    @Override
    public synchronized List<IoStat> files(String name) throws IoException {
        String path = IoPath.normalize(name);
        directory(node(path));
        List<IoStat> files = new ArrayList<>();
        below(path).forEach((child, node) -> {
            if (!child.isEmpty() && IoPath.parent(child).equals(path)) {
                files.add(node.stat(IoPath.last(child)));
            }
        });
        return files;
    }

    /** All nodes below a directory, the root itself among them when asked for it. */
    private SortedMap<String, Node> below(String path) {
        return path.isEmpty() ? nodes : nodes.subMap(path + "/", path + "0");
    }

    @Override
    public synchronized void mkdir(String name) throws IoException {
        String path = IoPath.normalize(name);
        if (nodes.containsKey(path)) {
            throw new IoException(IoException.EXIST, "it exists");
        }
        create(path, true);
    }

    @Override
    public synchronized void rmdir(String name) throws IoException {
        directory(node(IoPath.normalize(name)));
        remove(name);
    }

    @Override
    public synchronized void remove(String name) throws IoException {
        String path = butNotRoot(name);
        Node node = node(path);
        if (!below(path).isEmpty()) {
            throw new IoException(IoException.NOT_EMPTY, "the directory is not empty");
        }
        nodes.remove(path);
        used -= ENTRY_BYTES + node.length;
    }

    private static String butNotRoot(String name) throws IoException {
        String path = IoPath.normalize(name);
        if (path.isEmpty()) {
            throw new IoException(IoException.NO_ACCESS, "the root of an IO stays");
        }
        return path;
    }

    @Override
    public synchronized void rename(String from, String to) throws IoException {
        String source = butNotRoot(from);
        String target = butNotRoot(to);
        Node node = node(source);
        directory(node(IoPath.parent(target)));
        if (target.equals(source)) {
            return;
        }
        if (target.startsWith(source + "/")) {
            throw new IoException(IoException.IO_ERROR, "a directory cannot move into itself");
        }
        makeWay(node, target);
        SortedMap<String, Node> children = new TreeMap<>(below(source));
        children.keySet().forEach(nodes::remove);
        children.forEach((path, child) -> nodes.put(target + path.substring(source.length()), child));
        nodes.remove(source);
        nodes.put(target, node);
    }

    private void makeWay(Node node, String target) throws IoException {
        Node there = nodes.get(target);
        if (there == null) {
            return;
        }
        if (there.isDirectory != node.isDirectory) {
            throw new IoException(there.isDirectory ? IoException.NO_ACCESS : IoException.ENOENT, "of another kind");
        }
        remove(target);
    }

    @Override
    public synchronized void replace(String name, byte[] content) throws IoException {
        String path = IoPath.normalize(name);
        Node old = nodes.containsKey(path) ? file(path) : create(path, false);
        take((long) content.length - old.length);
        Node node = new Node(false, seconds());
        node.content = content.clone();
        node.length = content.length;
        nodes.put(path, node);
    }

    @Override
    public ResourceType resourceType() {
        return TYPE;
    }

    /** An open file, which goes on when its name has gone. */
    private final class OpenFile implements IoFile {
        private final Node node;
        private final Mode mode;
        private long position;

        OpenFile(Node node, Mode mode) {
            this.node = node;
            this.mode = mode;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IoException {
            check(mode == Mode.READ, "the file is open for writing");
            synchronized (MemoryIo.this) {
                long left = node.length - position;
                if (length == 0 || left <= 0) {
                    return length == 0 ? 0 : -1;
                }
                int n = (int) Math.min(left, length);
                System.arraycopy(node.content, (int) position, into, offset, n);
                position += n;
                return n;
            }
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IoException {
            check(mode != Mode.READ, "the file is open for reading");
            synchronized (MemoryIo.this) {
                long start = mode == Mode.APPEND ? node.length : position;
                long end = start + length;
                check(end <= 1 << 30, "a file in memory has at most 1 GiB");
                if (end > node.length) {
                    resize(node, (int) end);
                }
                System.arraycopy(from, offset, node.content, (int) start, length);
                node.modified = seconds();
                position = end;
            }
        }

        @Override
        public void seek(long to) throws IoException {
            check(to >= 0, "position " + to + " is before the start of the file");
            position = to;
        }

        @Override
        public void flush() {
            // There is nothing behind memory to flush to.
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        private static void check(boolean right, String otherwise) throws IoException {
            if (!right) {
                throw new IoException(IoException.IO_ERROR, otherwise);
            }
        }
    }
}
