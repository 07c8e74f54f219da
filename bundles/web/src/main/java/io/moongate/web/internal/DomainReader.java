package io.moongate.web.internal;

import io.moongate.runtime.io.Io;
import java.util.Optional;
import org.luaj.vm2.LuaValue;

/** A resource reader that serves one host name, before the ordinary tree. */
final class DomainReader extends Reader {

    private final String domain;
    private final Optional<String> missingPage;

    /** @param missingPage what is served when something is not found; without it the ordinary tree is asked */
    DomainReader(VmWeb web, String domain, int priority, Io io, LuaValue ioValue, Optional<String> missingPage) {
        super(web, "", priority, io, ioValue);
        this.domain = domain;
        this.missingPage = missingPage;
    }

    boolean isFor(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.equalsIgnoreCase(domain);
    }

    @Override
    protected boolean content(Command command, String path) {
        return super.content(command, path)
                || missingPage.map(page -> serveMissing(command, page)).orElse(false);
    }

    private boolean serveMissing(Command command, String page) {
        return command.internally(() -> super.content(command, page.startsWith("/") ? page.substring(1) : page));
    }
}
