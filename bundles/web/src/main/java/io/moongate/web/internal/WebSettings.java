package io.moongate.web.internal;

import io.moongate.web.internal.http.Limits;

/**
 * How the server is set up.
 *
 * @param development whether pages that fail tell everybody why
 */
record WebSettings(boolean development, Limits limits) {}
