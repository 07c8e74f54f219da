package io.moongate.web.internal;

/** Ends a page at once. An Error, so that Lua's pcall does not catch it. */
final class PageEnd extends Error {

    PageEnd() {
        super("page ended", null, false, false);
    }
}
