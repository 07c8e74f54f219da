package io.moongate.net.posix;

import java.io.IOException;

/** A system call that failed. */
public final class PosixException extends IOException {

    private final int errno;

    PosixException(int errno, String text) {
        super(text);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
