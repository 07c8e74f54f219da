package io.moongate.web.internal;

/**
 * What a user database says of a name.
 *
 * @param kind how {@code secret} is to be compared
 * @param maxUsers logins of that name at a time
 * @param recycle whether another login ends the oldest instead of being refused
 * @param inactive seconds a session lives unused; 0 for the standard
 */
record Credentials(Kind kind, String secret, int maxUsers, boolean recycle, long inactive) {

    enum Kind {
        /** The password itself. */
        PASSWORD,
        /** MD5 of {@code user:realm:password} in hexadecimal digits. */
        HA1,
        /** A salted hash, see {@link io.moongate.runtime.security.PasswordHash}; only passwords in the clear match it. */
        SALTED,
        /** The database has compared already. */
        ACCEPTED
    }

    static final int MAX_USERS = 3;

    @Override
    public String toString() {
        return "Credentials[" + kind + "]";
    }
}
