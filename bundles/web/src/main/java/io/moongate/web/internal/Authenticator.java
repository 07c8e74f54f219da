package io.moongate.web.internal;

/** Finds out who asks. */
interface Authenticator {

    /**
     * On a strand of the command's VM.
     *
     * @return true when the user is known; otherwise the answer has been made
     */
    boolean authenticate(Command command, String path);
}
