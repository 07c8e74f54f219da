/**
 * TLS as sockets, web and clients need it: what Lua calls {@code shark} objects ({@link io.moongate.net.tls.TlsContext}),
 * certificate stores and keys, engines on the JDK's TLS 1.2 and 1.3, and what is known of a peer after the handshake.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.net.tls;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
