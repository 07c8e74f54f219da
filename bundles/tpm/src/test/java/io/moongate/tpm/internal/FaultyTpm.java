package io.moongate.tpm.internal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Between us and a TPM: hands commands and responses on, and answers in the TPM's place or breaks off when told so. */
final class FaultyTpm implements Closeable {

    private final int target;
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusal;
    private volatile boolean breaksOff;
    private volatile UnaryOperator<byte[]> change = UnaryOperator.identity();

    FaultyTpm(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::serve);
    }

    String address() {
        return "tcp:127.0.0.1:" + server.getLocalPort();
    }

    /** Refuses the next commands. @param code the response code (TPM 2.0 Library, part 2, section 6.6) */
    void refuse(int code, int times) {
        refusal = code;
        refusals.set(times);
    }

    /** Closes the connection after the TPM has worked on the next command, before its response is sent. */
    void breakOff() {
        breaksOff = true;
    }

    /** Changes all responses from now on. */
    void change(UnaryOperator<byte[]> by) {
        change = by;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept();
                    Socket tpm = new Socket(InetAddress.getLoopbackAddress(), target)) {
                relay(client, tpm);
            } catch (IOException e) {
                // A connection that ends is what a fault is.
                continue;
            }
        }
    }

    private void relay(Socket client, Socket tpm) throws IOException {
        DataInputStream commands = new DataInputStream(client.getInputStream());
        DataInputStream responses = new DataInputStream(tpm.getInputStream());
        while (true) {
            byte[] command = message(commands);
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                client.getOutputStream().write(refusalResponse());
                continue;
            }
            tpm.getOutputStream().write(command);
            byte[] response = message(responses);
            if (breaksOff) {
                breaksOff = false;
                return;
            }
            client.getOutputStream().write(change.apply(response));
        }
    }

    /** Tag TPM_ST_NO_SESSIONS, length, code. */
    private byte[] refusalResponse() {
        return ByteBuffer.allocate(10)
                .putShort((short) 0x8001)
                .putInt(10)
                .putInt(refusal)
                .array();
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] header = new byte[10];
        in.readFully(header);
        byte[] message = Arrays.copyOf(header, ByteBuffer.wrap(header).getInt(2));
        in.readFully(message, 10, message.length - 10);
        return message;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
