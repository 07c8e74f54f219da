/**
 * Keys, certificate requests and certificates in their file formats (PEM, DER, PKCS#1, #7, #8, #12, SEC 1): what the
 * crypto, tls and tpm bundles share. Foreign bytes are bounded and give {@link io.moongate.net.pki.PkiException}, never
 * another exception.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.moongate.net.pki;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
