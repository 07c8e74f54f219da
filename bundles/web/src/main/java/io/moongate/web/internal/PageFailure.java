package io.moongate.web.internal;

/** An error of an included page, which ends the including one too. An Error, so that Lua's pcall does not catch it. */
final class PageFailure extends Error {

    PageFailure(RuntimeException cause) {
        super(cause.getMessage(), cause, false, false);
    }

    RuntimeException error() {
        return (RuntimeException) getCause();
    }
}
