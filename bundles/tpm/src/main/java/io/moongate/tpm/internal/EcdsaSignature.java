package io.moongate.tpm.internal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** ECDSA signatures in DER (RFC 3279, section 2.2.3): a sequence of the two integers. */
final class EcdsaSignature {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x81;

    private EcdsaSignature() {}

    /** @param r big-endian, unsigned; so is s */
    static byte[] der(byte[] r, byte[] s) {
        ByteArrayOutputStream integers = new ByteArrayOutputStream();
        writeElement(integers, INTEGER, new BigInteger(1, r).toByteArray());
        writeElement(integers, INTEGER, new BigInteger(1, s).toByteArray());
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        writeElement(sequence, SEQUENCE, integers.toByteArray());
        return sequence.toByteArray();
    }

    private static void writeElement(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        if (content.length >= 0x80) {
            out.write(LONG_FORM);
        }
        out.write(content.length);
        out.writeBytes(content);
    }
}
