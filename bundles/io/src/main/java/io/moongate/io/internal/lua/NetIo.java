package io.moongate.io.internal.lua;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import java.util.List;

/**
 * The IO called {@code net}: files of HTTP servers. Programs may ask for it and configure it; files are fetched with the
 * HTTP clients ({@code httpm}), and every operation here says so.
 */
final class NetIo implements Io {

    private static final ResourceType TYPE = new ResourceType("net", "");

    private static IoException unavailable() {
        return new IoException(
                IoException.NO_IMPLEMENTATION,
                "files of HTTP servers are not available as an IO; use require\"httpm\"");
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        throw unavailable();
    }

    @Override
    public IoStat stat(String name) throws IoException {
        throw unavailable();
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        throw unavailable();
    }

    @Override
    public void mkdir(String name) throws IoException {
        throw unavailable();
    }

    @Override
    public void rmdir(String name) throws IoException {
        throw unavailable();
    }

    @Override
    public void remove(String name) throws IoException {
        throw unavailable();
    }

    @Override
    public void rename(String from, String to) throws IoException {
        throw unavailable();
    }

    @Override
    public ResourceType resourceType() {
        return TYPE;
    }
}
