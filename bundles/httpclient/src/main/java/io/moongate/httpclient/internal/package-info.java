/** {@code require "httpc"}, {@code "http"} and {@code "httpm"}. */
@NullMarked
package io.moongate.httpclient.internal;

import org.jspecify.annotations.NullMarked;
