package io.moongate.io.internal.zip;

import io.moongate.io.internal.zip.ZipEntry.Method;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoPath;
import io.moongate.runtime.io.IoStat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP file as an IO that is read only. Its directory is read once; each open file reads the archive through a file of
 * its own.
 */
final class ZipIo implements Io {

    private static final ResourceType TYPE = new ResourceType("zip", "zip");

    private final Io io;
    private final String archive;
    private final IoStat archiveStat;
    private final ZipDirectory directory;
    private volatile Password password = new Password(null, false);

    private record Password(byte @Nullable [] bytes, boolean required) {}

    ZipIo(Io io, String archive, IoStat archiveStat, ZipDirectory directory) {
        this.io = io;
        this.archive = archive;
        this.archiveStat = archiveStat;
        this.directory = directory;
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        if (mode != Mode.READ) {
            throw readOnly();
        }
        ZipEntry entry = fileEntry(name);
        Password current = password;
        if (current.required && entry.aes().isEmpty()) {
            throw new IoException(IoException.NO_ACCESS, "the file is not encrypted, as all have to be");
        }
        IoFile opened = openArchive();
        try {
            return new EntryFile(EntrySource.open(opened, entry, current.bytes), entry);
        } catch (IoException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public Optional<Gzip> openGzip(String name) throws IoException {
        ZipEntry entry = fileEntry(name);
        if (entry.method() == Method.STORED || entry.aes().isPresent() || password.required) {
            return Optional.empty();
        }
        IoFile opened = openArchive();
        try {
            return Optional.of(
                    new Gzip(new GzipFile(EntrySource.open(opened, entry, null), entry), GzipFile.size(entry)));
        } catch (IoException e) {
            opened.close();
            throw e;
        }
    }

    private IoFile openArchive() throws IoException {
        if (!io.stat(archive).equals(archiveStat)) {
            throw new IoException(IoException.IO_ERROR, "the archive has changed since it was opened");
        }
        return io.open(archive, Mode.READ);
    }

    private ZipEntry fileEntry(String name) throws IoException {
        ZipEntry entry = entry(name);
        if (entry.isDirectory()) {
            throw new IoException(IoException.NO_ACCESS, "it is a directory");
        }
        return entry;
    }

    private ZipEntry directoryEntry(String name) throws IoException {
        ZipEntry entry = entry(name);
        if (!entry.isDirectory()) {
            throw new IoException(IoException.NOT_FOUND, "not a directory");
        }
        return entry;
    }

    private ZipEntry entry(String name) throws IoException {
        return directory
                .find(IoPath.normalize(name))
                .filter(entry -> entry.isDirectory() || !IoPath.namesDirectory(name))
                .orElseThrow(() -> new IoException(IoException.NOT_FOUND, "not in the archive"));
    }

    @Override
    public IoStat stat(String name) throws IoException {
        return stat(entry(name));
    }

    private static IoStat stat(ZipEntry entry) {
        return entry.stat(IoPath.last(entry.name()));
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        return directory.children(directoryEntry(name).name()).stream()
                .map(ZipIo::stat)
                .toList();
    }

    @Override
    public void mkdir(String name) throws IoException {
        throw readOnly();
    }

    @Override
    public void rmdir(String name) throws IoException {
        throw readOnly();
    }

    @Override
    public void remove(String name) throws IoException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws IoException {
        throw readOnly();
    }

    private static IoException readOnly() {
        return new IoException(IoException.NO_ACCESS, "an archive is read only");
    }

    @Override
    public ResourceType resourceType() {
        return TYPE;
    }

    @Override
    public boolean setPassword(byte[] bytes, boolean required) {
        password = new Password(bytes.clone(), required);
        return true;
    }

    @Override
    public boolean isEncrypted(String name) throws IoException {
        return entry(name).aes().isPresent();
    }
}
