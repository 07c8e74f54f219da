package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceKeyException;
import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A random secret on the disk, made when first asked for, encrypted with a key from the machine's identity: a copied disk
 * or backup alone does not give it away. Never derived from what changes, such as a host name.
 */
final class MachineBoundSecret implements Supplier<byte[]> {

    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 1024;

    private final Path path;
    private final DurableFile file;
    private final Path machineId;
    private byte @Nullable [] secret;

    /** @param machineId a file that identifies the machine, such as {@code /etc/machine-id} */
    MachineBoundSecret(Path path, Path machineId) {
        this.path = path;
        this.file = new DurableFile(path, LONGEST);
        this.machineId = machineId;
    }

    @Override
    public synchronized byte[] get() {
        byte[] known = secret;
        if (known == null) {
            known = readOrCreate();
            secret = known;
        }
        return known;
    }

    private byte[] readOrCreate() {
        try {
            Optional<byte[]> stored = file.read();
            return stored.isPresent() ? crypt(Cipher.DECRYPT_MODE, stored.get()) : create();
        } catch (GeneralSecurityException e) {
            throw new DeviceKeyException(
                    DeviceKeyException.FAILED,
                    path + " was made on another machine or is damaged: restore it together with " + machineId
                            + ", or delete it to give this device new keys",
                    e);
        } catch (IOException e) {
            throw new DeviceKeyException(
                    DeviceKeyException.FAILED, "cannot keep the device's secret: " + e.getMessage(), e);
        }
    }

    private byte[] create() throws IOException, GeneralSecurityException {
        if (Files.exists(path)) {
            throw new GeneralSecurityException("unreadable");
        }
        SecureRandom random = new SecureRandom();
        byte[] created = new byte[SECRET_BYTES];
        random.nextBytes(created);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        file.write(crypt(
                Cipher.ENCRYPT_MODE,
                ByteBuffer.allocate(NONCE_BYTES + SECRET_BYTES)
                        .put(nonce)
                        .put(created)
                        .array()));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return created;
    }

    /** Of a nonce with text behind it: encrypting keeps the nonce in front, decrypting drops it. */
    private byte[] crypt(int mode, byte[] nonceAndText) throws IOException, GeneralSecurityException {
        if (nonceAndText.length < NONCE_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonceAndText, 0, NONCE_BYTES));
        byte[] text = cipher.doFinal(nonceAndText, NONCE_BYTES, nonceAndText.length - NONCE_BYTES);
        return mode == Cipher.DECRYPT_MODE
                ? text
                : ByteBuffer.allocate(NONCE_BYTES + text.length)
                        .put(nonceAndText, 0, NONCE_BYTES)
                        .put(text)
                        .array();
    }

    private byte[] key() throws IOException {
        byte[] machine = Files.exists(machineId) ? Files.readAllBytes(machineId) : new byte[0];
        return Kdf.hmac("moongate device secret".getBytes(StandardCharsets.US_ASCII), machine);
    }
}
