package io.moongate.web.internal;

/** Decides what a user may do. */
interface Authorizer {

    /** On a strand of the command's VM. @param path below the protected directory */
    boolean authorize(Command command, String method, String path);
}
