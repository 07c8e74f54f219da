package io.moongate.io.internal.zip;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoFormat;
import io.moongate.runtime.io.IoStat;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Mounts ZIP files. */
@Component
public final class ZipFormat implements IoFormat {

    private final ZipLimits limits;

    @Activate
    public ZipFormat() {
        this(ZipLimits.DEFAULT);
    }

    public ZipFormat(ZipLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "zip";
    }

    @Override
    public Optional<Io> mount(Io io, String name) throws IoException {
        IoStat stat = io.stat(name);
        try (IoFile file = io.open(name, Io.Mode.READ)) {
            return CentralDirectory.read(file, stat.size(), stat.modifiedSeconds(), limits)
                    .map(directory -> new ZipIo(io, name, stat, directory));
        }
    }
}
