package io.moongate.web.internal;

import io.moongate.web.internal.http.Limits;
import java.time.Duration;

/**
 * How the server is set up.
 *
 * @param development whether pages that fail tell everybody why
 * @param loginAttempts failed logins in a row before an address is banned
 * @param ban how long the first ban is
 */
record WebSettings(boolean development, Limits limits, int loginAttempts, Duration ban) {

    static WebSettings standard(boolean development) {
        return new WebSettings(development, Limits.standard(), 5, Duration.ofMinutes(10));
    }
}
