package io.moongate.tpm.internal;

import java.util.Optional;

/**
 * What a session must know of a command (TPM 2.0 Library, part 3): its number, and which of its first parameters are sized
 * buffers, which alone can be encrypted.
 *
 * @param handles before the authorisations, of a command
 * @param encryptable whether the first parameter of the command is a sized buffer
 * @param responseHandle whether the response starts with a handle
 * @param responseEncryptable whether the first parameter of the response is a sized buffer
 */
record CommandShape(int code, int handles, boolean encryptable, boolean responseHandle, boolean responseEncryptable) {

    static Optional<CommandShape> of(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 0x131 -> new CommandShape(code, 1, true, true, true); // CreatePrimary
                    case 0x153 -> new CommandShape(code, 1, true, false, true); // Create
                    case 0x155 -> new CommandShape(code, 1, true, false, true); // HMAC
                    case 0x157 -> new CommandShape(code, 1, true, true, true); // Load
                    case 0x158 -> new CommandShape(code, 1, true, false, true); // Quote
                    case 0x15D -> new CommandShape(code, 1, true, false, false); // Sign
                    case 0x15E -> new CommandShape(code, 1, false, false, true); // Unseal
                    default -> null;
                });
    }
}
