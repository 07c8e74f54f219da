package io.moongate.tpm.internal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A way to a TPM: sends a command, receives its response. One exchange at a time. */
interface Transport extends Closeable {

    /** The response header: tag, length, response code (TPM 2.0 Library, part 1, section 18). */
    int HEADER_LENGTH = 10;
    /** The longest response of any TPM. */
    int LONGEST_RESPONSE = 4096;

    byte[] exchange(byte[] command) throws IOException;

    /**
     * Opens what {@code address} names: a character device such as {@code /dev/tpmrm0}, or {@code tcp:host:port} as swtpm
     * serves it.
     */
    static Transport open(String address) throws IOException {
        if (address.startsWith("tcp:")) {
            int colon = address.lastIndexOf(':');
            return new Stream(address.substring(4, colon), Integer.parseInt(address.substring(colon + 1)));
        }
        return new Device(Path.of(address));
    }

    /** Whether there is something at {@code address} to open. */
    static boolean exists(String address) {
        return address.startsWith("tcp:") || Files.exists(Path.of(address));
    }

    /** A TPM's character device: one write is a command, one read its response. */
    final class Device implements Transport {
        private final RandomAccessFile device;

        Device(Path path) throws IOException {
            // Opening would make a file of it.
            if (Files.notExists(path)) {
                throw new IOException("there is no such device");
            }
            device = new RandomAccessFile(path.toFile(), "rw");
        }

        @Override
        public byte[] exchange(byte[] command) throws IOException {
            device.write(command);
            byte[] response = new byte[LONGEST_RESPONSE];
            int length = device.read(response);
            if (length < HEADER_LENGTH) {
                throw new EOFException("the TPM gave no response");
            }
            return Arrays.copyOf(response, length);
        }

        @Override
        public void close() throws IOException {
            device.close();
        }
    }

    /** A TPM behind a TCP connection that carries plain commands and responses. */
    final class Stream implements Transport {
        private static final int CONNECT_MILLIS = 2000;
        /** A chip may take long to make an RSA key. */
        private static final int RESPONSE_MILLIS = 120_000;

        private final Socket socket = new Socket();
        private final DataInputStream in;
        private final OutputStream out;

        Stream(String host, int port) throws IOException {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(RESPONSE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        @Override
        public byte[] exchange(byte[] command) throws IOException {
            out.write(command);
            byte[] header = in.readNBytes(HEADER_LENGTH);
            if (header.length < HEADER_LENGTH) {
                throw new EOFException("the TPM closed the connection");
            }
            int length = ByteBuffer.wrap(header).getInt(2);
            if (length < HEADER_LENGTH || length > LONGEST_RESPONSE) {
                throw new IOException("a TPM response cannot have " + length + " bytes");
            }
            byte[] response = Arrays.copyOf(header, length);
            in.readFully(response, HEADER_LENGTH, length - HEADER_LENGTH);
            return response;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
