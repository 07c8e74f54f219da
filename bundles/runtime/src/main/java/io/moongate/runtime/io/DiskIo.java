package io.moongate.runtime.io;

import io.moongate.runtime.store.AtomicWrite;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of the host's file system. Symbolic links are followed as long as they stay inside of it; those that lead
 * out are as if forbidden ({@code noaccess}) and not listed. Only regular files are opened: a pipe or a device would hold
 * up the VM.
 *
 * <p>Whoever can make symbolic links in the directory from outside while a call runs, or in place of a directory used within
 * the last second, can trick the check; an {@link Io} itself makes none.
 */
public final class DiskIo implements Io {

    private static final ResourceType TYPE = new ResourceType("disk", "POSIX");

    private final Path root;
    private final RealDirectories directories = new RealDirectories();

    /** @param root need not exist yet */
    public DiskIo(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        try {
            Path path = followed(name);
            checkFile(path, name);
            return new DiskFile(FileChannel.open(path, optionsOf(mode)));
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    private static Set<OpenOption> optionsOf(Mode mode) {
        return switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            case WRITE ->
                Set.of(
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS);
            case APPEND ->
                Set.of(
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS);
        };
    }

    private static void checkFile(Path path, String name) throws IOException {
        if (IoPath.namesDirectory(name) || Files.isDirectory(path)) {
            throw new IoException(IoException.NO_ACCESS, "it is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IoException(IoException.NO_ACCESS, "it is no regular file");
        }
    }

    @Override
    public IoStat stat(String name) throws IoException {
        try {
            Path path = lexical(name);
            Optional<BasicFileAttributes> own = plain(path);
            IoStat stat = statOf(
                    IoPath.last(IoPath.normalize(name)), own.isPresent() ? own.get() : attributes(followed(path)));
            if (!stat.isDirectory() && IoPath.namesDirectory(name)) {
                throw new IoException(IoException.ENOENT, "not a directory");
            }
            return stat;
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static IoStat statOf(String name, BasicFileAttributes attributes) {
        long modified = attributes.lastModifiedTime().toMillis() / 1000;
        return attributes.isDirectory()
                ? IoStat.directory(name, modified)
                : IoStat.file(name, attributes.size(), modified);
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        List<IoStat> files = new ArrayList<>();
        for (Path entry : entries(name)) {
            entryStat(entry).ifPresent(files::add);
        }
        return files;
    }

    @Override
    public List<String> names(String name) throws IoException {
        List<String> names = new ArrayList<>();
        for (Path entry : entries(name)) {
            if (!Files.isSymbolicLink(entry) || entryStat(entry).isPresent()) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    private List<Path> entries(String name) throws IoException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(followed(name))) {
            for (Path entry : stream) {
                if (entries.size() == MAX_DIRECTORY_ENTRIES) {
                    throw new IoException(
                            IoException.MEM, "the directory has more than " + MAX_DIRECTORY_ENTRIES + " entries");
                }
                entries.add(entry);
            }
            return entries;
        } catch (DirectoryIteratorException e) {
            throw DiskErrors.of(e.getCause());
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    /** Empty when the entry has gone meanwhile, leads nowhere or out of the root. */
    private Optional<IoStat> entryStat(Path entry) {
        try {
            return Optional.of(statOf(entry.getFileName().toString(), attributes(insideRoot(entry.toRealPath()))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void mkdir(String name) throws IoException {
        try {
            Files.createDirectory(entry(name));
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    @Override
    public void rmdir(String name) throws IoException {
        try {
            Path path = entryButNotRoot(name);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new IoException(IoException.ENOENT, "not a directory");
            }
            Files.delete(path);
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    @Override
    public void remove(String name) throws IoException {
        try {
            Files.delete(entryButNotRoot(name));
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    @Override
    public void rename(String from, String to) throws IoException {
        try {
            Files.move(entryButNotRoot(from), entryButNotRoot(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IoException(IoException.IO_ERROR, "cannot move between file systems", e);
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    @Override
    public void replace(String name, byte[] content) throws IoException {
        try {
            Path path = followed(name);
            checkFile(path, name);
            AtomicWrite.replace(path, content);
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    @Override
    public Optional<Path> realPath(String name) throws IoException {
        Path path = lexical(name);
        try {
            if (plain(path).isEmpty()) {
                followed(path);
            }
        } catch (IOException e) {
            refuseEscape(e);
        }
        return Optional.of(path);
    }

    private static void refuseEscape(IOException e) throws IoException {
        if (e instanceof IoException escape) {
            throw escape;
        }
    }

    @Override
    public ResourceType resourceType() {
        return TYPE;
    }

    @Override
    public Io directory(String name) throws IoException {
        if (!stat(name).isDirectory()) {
            throw new IoException(IoException.NO_ACCESS, "not a directory");
        }
        try {
            return new DiskIo(followed(name));
        } catch (IOException e) {
            throw DiskErrors.of(e);
        }
    }

    private Path lexical(String name) throws IoException {
        try {
            return root.resolve(IoPath.normalize(name));
        } catch (InvalidPathException e) {
            throw new IoException(IoException.INVALID_NAME, "the host's file system has no such names", e);
        }
    }

    /**
     * What is there when it is no link and its directory is inside of the root: the usual case, which costs one call of the
     * system. Empty when it is a link, the root or not there.
     */
    private Optional<BasicFileAttributes> plain(Path path) throws IOException {
        if (path.equals(root)) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes own = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (own.isSymbolicLink()) {
                return Optional.empty();
            }
            insideRoot(directories.real(path.getParent()));
            return Optional.of(own);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The place that a name stands for, all links followed; the last component need not exist. */
    private Path followed(String name) throws IOException {
        return followed(lexical(name));
    }

    private Path followed(Path path) throws IOException {
        try {
            return insideRoot(path.toRealPath());
        } catch (NoSuchFileException e) {
            Path place = entryAt(path);
            if (Files.isSymbolicLink(place)) {
                throw new IoException(IoException.NO_ACCESS, "a symbolic link that leads nowhere", e);
            }
            return place;
        }
    }

    /** The directory entry that a name stands for, were it a link: links before the last component are followed. */
    private Path entry(String name) throws IOException {
        return entryAt(lexical(name));
    }

    private Path entryButNotRoot(String name) throws IOException {
        if (IoPath.normalize(name).isEmpty()) {
            throw new IoException(IoException.NO_ACCESS, "the root of an IO stays");
        }
        return entry(name);
    }

    private Path entryAt(Path path) throws IOException {
        return path.equals(root)
                ? path
                : insideRoot(path.getParent().toRealPath()).resolve(path.getFileName());
    }

    private Path insideRoot(Path real) throws IOException {
        if (!real.startsWith(root) && !real.startsWith(directories.real(root))) {
            throw new IoException(IoException.NO_ACCESS, "a symbolic link leads out of the root of its IO");
        }
        return real;
    }
}
