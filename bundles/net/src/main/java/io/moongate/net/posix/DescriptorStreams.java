package io.moongate.net.posix;

import io.moongate.net.ByteStream;

/** Streams on descriptors that do not block: pipes, terminals. An OSGi service; one thread serves all of them. */
public interface DescriptorStreams {

    /**
     * A stream that owns {@code descriptor}.
     *
     * @param descriptor must be in non-blocking mode
     * @param canRead whether to read it at all
     */
    ByteStream open(int descriptor, boolean canRead);
}
