package io.moongate.shell.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The unit of the shell's local protocol: a type, a length of four bytes, the payload. The client sends the token and then
 * command lines; the server answers each line with output and one end.
 */
public record Frame(Type type, byte[] payload) {

    private static final int LONGEST = 1 << 20;

    public enum Type {
        /** Client: the secret of the token file; first of all. */
        TOKEN('T'),
        /** Client: a line to execute. */
        COMMAND('C'),
        /** Server: text for the client's standard output. */
        OUTPUT('O'),
        /** Server: text for the client's standard error. */
        ERROR('E'),
        /** Server: the command has ended; the payload is {@code 0} or {@code 1}. */
        END('X');

        private final int code;

        Type(int code) {
            this.code = code;
        }

        static Type of(int code) throws IOException {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new IOException("unknown frame " + code);
        }
    }

    public static Frame of(Type type, String text) {
        return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws java.io.EOFException when the other side has gone */
    public static Frame read(DataInputStream in) throws IOException {
        Type type = Type.of(in.readUnsignedByte());
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of " + length + " bytes exceeds the limit of " + LONGEST);
        }
        return new Frame(type, in.readNBytes(length));
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(type.code);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
