package io.moongate.crypto.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CCM (NIST SP 800-38C), out of the JDK's CBC and CTR, which use the processor's AES instructions. */
final class Ccm {

    private static final int BLOCK = 16;

    private final SecretKeySpec key;
    private final byte[] nonce;
    private final int tagLength;

    /**
     * @param nonce 7 to 13 bytes; the longer, the shorter a message may be
     * @param tagLength 4, 6, … 16 bytes
     */
    Ccm(SecretKeySpec key, byte[] nonce, int tagLength) {
        if (nonce.length < 7 || nonce.length > 13 || tagLength < 4 || tagLength > 16 || tagLength % 2 != 0) {
            throw new IllegalArgumentException("CCM with a nonce of " + nonce.length + " and a tag of " + tagLength);
        }
        this.key = key;
        this.nonce = nonce.clone();
        this.tagLength = tagLength;
    }

    byte[] seal(byte[] aad, byte[] plain) throws GeneralSecurityException {
        checkLength(plain.length);
        byte[] input = Arrays.copyOf(mac(aad, plain), BLOCK + plain.length);
        System.arraycopy(plain, 0, input, BLOCK, plain.length);
        byte[] output = counterMode(input);
        byte[] sealed = Arrays.copyOfRange(output, BLOCK, BLOCK + plain.length + tagLength);
        System.arraycopy(output, 0, sealed, plain.length, tagLength);
        return sealed;
    }

    byte[] open(byte[] aad, byte[] sealed) throws GeneralSecurityException {
        int length = sealed.length - tagLength;
        if (length < 0) {
            throw new AEADBadTagException("shorter than its tag");
        }
        checkLength(length);
        byte[] input = new byte[BLOCK + length];
        System.arraycopy(sealed, length, input, 0, tagLength);
        System.arraycopy(sealed, 0, input, BLOCK, length);
        byte[] output = counterMode(input);
        byte[] plain = Arrays.copyOfRange(output, BLOCK, output.length);
        byte[] wanted = Arrays.copyOf(mac(aad, plain), tagLength);
        if (!MessageDigest.isEqual(wanted, Arrays.copyOf(output, tagLength))) {
            throw new AEADBadTagException("tag mismatch");
        }
        return plain;
    }

    /** The length field has what the nonce leaves of 15 bytes. */
    private void checkLength(int length) throws GeneralSecurityException {
        int fieldBytes = BLOCK - 1 - nonce.length;
        if (fieldBytes < 4 && length >>> (8 * fieldBytes) != 0) {
            throw new GeneralSecurityException("message of " + length + " bytes is too long for this nonce");
        }
    }

    /** Counter mode from counter 0: its first block masks the tag. */
    private byte[] counterMode(byte[] data) throws GeneralSecurityException {
        byte[] counter = new byte[BLOCK];
        counter[0] = (byte) (BLOCK - 2 - nonce.length);
        System.arraycopy(nonce, 0, counter, 1, nonce.length);
        return aes("AES/CTR/NoPadding", counter, data);
    }

    /** CBC-MAC over the formatted input (appendix A.2): the last block of the CBC cipher text. */
    private byte[] mac(byte[] aad, byte[] plain) throws GeneralSecurityException {
        byte[] aadLength = aad.length == 0 ? new byte[0] : encodedLength(aad.length);
        int aadBlocks = roundUp(aadLength.length + aad.length);
        ByteBuffer input = ByteBuffer.allocate(BLOCK + aadBlocks + roundUp(plain.length));
        input.put(firstBlock(aad.length > 0, plain.length)).put(aadLength).put(aad);
        input.position(BLOCK + aadBlocks).put(plain);
        byte[] output = aes("AES/CBC/NoPadding", new byte[BLOCK], input.array());
        return Arrays.copyOfRange(output, output.length - BLOCK, output.length);
    }

    private byte[] firstBlock(boolean hasAad, int length) {
        byte[] block = new byte[BLOCK];
        int fieldBytes = BLOCK - 1 - nonce.length;
        block[0] = (byte) ((hasAad ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (fieldBytes - 1));
        System.arraycopy(nonce, 0, block, 1, nonce.length);
        for (int i = 0; i < Math.min(4, fieldBytes); i++) {
            block[BLOCK - 1 - i] = (byte) (length >>> (8 * i));
        }
        return block;
    }

    private static byte[] encodedLength(int length) {
        return length < 0xFF00
                ? new byte[] {(byte) (length >>> 8), (byte) length}
                : ByteBuffer.allocate(6).putShort((short) 0xFFFE).putInt(length).array();
    }

    private static int roundUp(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    private byte[] aes(String mode, byte[] iv, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(mode);
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }
}
