package io.moongate.data.internal.xml;

/** Why a text is no XML that this parser takes. */
final class XmlFault extends Exception {

    XmlFault(String message) {
        // Expected with foreign data and not worth a stack trace.
        super(message, null, false, false);
    }
}
