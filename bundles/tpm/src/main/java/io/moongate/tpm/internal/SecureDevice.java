package io.moongate.tpm.internal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tss.TpmDevice;
import tss.TpmException;
import tss.TpmHelpers;

/**
 * What TSS.Java takes for a TPM: sends its commands on, with the empty-password authorisations that it knows replaced by
 * a {@link ProtectedSession}. For one thread.
 */
final class SecureDevice extends TpmDevice {

    /** Tag of commands and responses with authorisations; those without pass as they are. */
    private static final short TAG_SESSIONS = (short) 0x8002;
    /** The handle of a password authorisation. */
    private static final int PASSWORD = 0x40000009;
    /** What the response to a password authorisation looks like: no nonce, "continue", no HMAC. */
    private static final byte[] PASSWORD_RESPONSE = {0, 0, 1, 0, 0};

    private final Transport transport;
    private final Map<Integer, byte[]> names = new HashMap<>();
    private @Nullable ProtectedSession session;
    private byte[] response = new byte[0];

    SecureDevice(Transport transport) {
        this.transport = transport;
    }

    /** Protects all further commands. */
    void protect(ProtectedSession by) {
        session = by;
    }

    /** Tells the name of a loaded object, which HMACs over commands with its handle contain. */
    void name(int handle, byte[] name) {
        names.put(handle, name);
    }

    void forget(int handle) {
        names.remove(handle);
    }

    @Override
    public boolean connect() {
        return true;
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new TransportFailure(e);
        }
    }

    @Override
    public boolean responseReady() {
        return true;
    }

    @Override
    public byte[] getResponse() {
        return response;
    }

    @Override
    public void dispatchCommand(byte[] command) {
        ByteBuffer buffer = ByteBuffer.wrap(command);
        Optional<CommandShape> shape =
                buffer.getShort(0) == TAG_SESSIONS ? CommandShape.of(buffer.getInt(6)) : Optional.empty();
        ProtectedSession by = session;
        response = by == null || shape.isEmpty() ? exchange(command) : protectedExchange(by, shape.get(), buffer);
    }

    private byte[] exchange(byte[] command) {
        try {
            return accepted(transport.exchange(command));
        } catch (IOException e) {
            throw new TransportFailure(e);
        }
    }

    /** TSS would print a refusal, and repeat without end and pause what the TPM asks to be repeated: both are our queue's. */
    private static byte[] accepted(byte[] response) {
        int code = ByteBuffer.wrap(response).getInt(6);
        if (code != 0) {
            throw new TpmException(TpmHelpers.fromRawResponse(code), code);
        }
        return response;
    }

    private byte[] protectedExchange(ProtectedSession by, CommandShape shape, ByteBuffer command) {
        byte[] handles = bytes(command.position(Transport.HEADER_LENGTH), 4 * shape.handles());
        byte[] others = withoutPassword(bytes(command, command.getInt()));
        byte[] parameters = bytes(command, command.remaining());
        by.encryptCommand(shape, parameters);
        byte[] own = by.authorisation(shape, namesOf(handles), parameters);

        int length = Transport.HEADER_LENGTH + handles.length + 4 + others.length + own.length + parameters.length;
        byte[] protectedCommand = ByteBuffer.allocate(length)
                .putShort(TAG_SESSIONS)
                .putInt(length)
                .putInt(shape.code())
                .put(handles)
                .putInt(others.length + own.length)
                .put(others)
                .put(own)
                .put(parameters)
                .array();
        return openResponse(by, shape, exchange(protectedCommand), others.length > 0);
    }

    /** The authorisations that TSS wrote, but for an empty password, which the session stands in for. */
    private static byte[] withoutPassword(byte[] authorisations) {
        return ByteBuffer.wrap(authorisations).getInt() == PASSWORD ? new byte[0] : authorisations;
    }

    private byte[] namesOf(byte[] handles) {
        int handle = ByteBuffer.wrap(handles).getInt();
        return names.getOrDefault(handle, handles);
    }

    /** Checks and decrypts a response and gives it the form that TSS expects for the command it wrote. */
    private static byte[] openResponse(
            ProtectedSession by, CommandShape shape, byte[] response, boolean hasOtherSession) {
        ByteBuffer in = ByteBuffer.wrap(response);
        if (in.getShort(0) != TAG_SESSIONS) {
            throw new SecurityException("a TPM response lacks its authentication: something on the bus changed it");
        }
        try {
            in.position(Transport.HEADER_LENGTH);
            byte[] handle = bytes(in, shape.responseHandle() ? 4 : 0);
            byte[] parameters = bytes(in, in.getInt());
            byte[] other = hasOtherSession ? sessionPart(in) : PASSWORD_RESPONSE;
            by.acceptResponse(shape, parameters, in);
            int length = Transport.HEADER_LENGTH + handle.length + 4 + parameters.length + other.length;
            return ByteBuffer.allocate(length)
                    .putShort(TAG_SESSIONS)
                    .putInt(length)
                    .putInt(0)
                    .put(handle)
                    .putInt(parameters.length)
                    .put(parameters)
                    .put(other)
                    .array();
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new TransportFailure(new IOException("a TPM response is cut off", e));
        }
    }

    private static byte[] sessionPart(ByteBuffer in) {
        int start = in.position();
        int nonce = Short.toUnsignedInt(in.getShort());
        in.position(in.position() + nonce + 1);
        int hmac = Short.toUnsignedInt(in.getShort());
        int end = in.position() + hmac;
        return bytes(in.position(start), end - start);
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
