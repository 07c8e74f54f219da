package io.moongate.crypto.internal;

import io.moongate.net.pki.Curve;
import io.moongate.net.pki.PkiException;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.util.BigIntegers;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.crypto.sigparams}: ECDSA signatures between DER (RFC 3279, 2.2.3) and the two numbers. */
final class SignatureParameters {

    private static final int MAX_DER = 2 * (Curve.SECP521R1.width() + 3) + 3;

    private SignatureParameters() {}

    static Varargs sigparams(Args args) {
        byte[] first = args.bytes(1);
        if (args.isNil(2)) {
            return split(first);
        }
        byte[] second = args.bytes(2);
        return first.length == second.length && Curve.ofWidth(first.length).isPresent()
                ? join(first, second)
                : Result.fail(PkiException.INVALID);
    }

    private static Varargs split(byte[] der) {
        try {
            if (der.length > MAX_DER) {
                return Result.fail(PkiException.INVALID);
            }
            ASN1Sequence sequence = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            if (sequence.size() != 2) {
                return Result.fail(PkiException.INVALID);
            }
            BigInteger r = ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue();
            BigInteger s = ASN1Integer.getInstance(sequence.getObjectAt(1)).getValue();
            return split(r, s);
        } catch (IOException | RuntimeException malformed) {
            return Result.fail(PkiException.INVALID);
        }
    }

    private static Varargs split(BigInteger r, BigInteger s) {
        int needed = (Math.max(r.bitLength(), s.bitLength()) + 7) / 8;
        if (r.signum() < 0 || s.signum() < 0 || needed > Curve.SECP521R1.width()) {
            return Result.fail(PkiException.INVALID);
        }
        int width = IntStream.of(Curve.SECP256R1.width(), Curve.SECP384R1.width(), Curve.SECP521R1.width())
                .filter(w -> w >= needed)
                .findFirst()
                .orElseThrow();
        return LuaValue.varargsOf(
                Result.string(BigIntegers.asUnsignedByteArray(width, r)),
                Result.string(BigIntegers.asUnsignedByteArray(width, s)));
    }

    private static Varargs join(byte[] r, byte[] s) {
        try {
            ASN1Integer[] numbers = Arrays.stream(new byte[][] {r, s})
                    .map(bytes -> new ASN1Integer(new BigInteger(1, bytes)))
                    .toArray(ASN1Integer[]::new);
            return Result.of(new DERSequence(numbers).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("two integers encode", e);
        }
    }
}
