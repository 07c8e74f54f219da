package io.moongate.runtime.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory of another IO as an IO of its own. */
final class SubIo implements Io {

    private final Io io;
    private final String root;

    private SubIo(Io io, String root) {
        this.io = io;
        this.root = root;
    }

    static Io of(Io io, String directory) throws IoException {
        String root = IoPath.normalize(directory);
        if (!io.stat(root).isDirectory()) {
            throw new IoException(IoException.NO_ACCESS, "not a directory");
        }
        return new SubIo(io, root);
    }

    private String below(String name) throws IoException {
        String path = IoPath.join(root, IoPath.normalize(name));
        return IoPath.namesDirectory(name) ? path + "/" : path;
    }

    private String belowButNotRoot(String name) throws IoException {
        if (IoPath.normalize(name).isEmpty()) {
            throw new IoException(IoException.NO_ACCESS, "the root of an IO stays");
        }
        return below(name);
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        return io.open(below(name), mode);
    }

    @Override
    public IoStat stat(String name) throws IoException {
        return io.stat(below(name));
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        return io.files(below(name));
    }

    @Override
    public List<String> names(String name) throws IoException {
        return io.names(below(name));
    }

    @Override
    public void mkdir(String name) throws IoException {
        io.mkdir(below(name));
    }

    @Override
    public void rmdir(String name) throws IoException {
        io.rmdir(belowButNotRoot(name));
    }

    @Override
    public void remove(String name) throws IoException {
        io.remove(belowButNotRoot(name));
    }

    @Override
    public void rename(String from, String to) throws IoException {
        io.rename(belowButNotRoot(from), belowButNotRoot(to));
    }

    @Override
    public void replace(String name, byte[] content) throws IoException {
        io.replace(below(name), content);
    }

    @Override
    public Optional<Path> realPath(String name) throws IoException {
        return io.realPath(below(name));
    }

    @Override
    public ResourceType resourceType() {
        return io.resourceType();
    }

    @Override
    public Io directory(String name) throws IoException {
        return io.directory(below(name));
    }

    @Override
    public boolean isScripted() {
        return io.isScripted();
    }

    @Override
    public boolean setPassword(byte[] password, boolean required) {
        return io.setPassword(password, required);
    }

    @Override
    public boolean isEncrypted(String name) throws IoException {
        return io.isEncrypted(below(name));
    }

    @Override
    public Optional<Gzip> openGzip(String name) throws IoException {
        return io.openGzip(below(name));
    }
}
