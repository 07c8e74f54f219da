import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends a message over each of many connections, waits for its echo, sends the next: one selector, one thread. Prints
 * round trips a second, the 99th percentile of their time, errors, and all round trips with those of the warm-up.
 *
 * <p>Arguments: port, connections, seconds, bytes of a message and, for messages of a WebSocket, the path to open it at.
 */
public final class Load {

    /** Bytes of a frame's mask (RFC 6455, 5.2). */
    private static final int MASK = 4;

    private static final class Connection {
        final ByteBuffer out;
        final ByteBuffer in;
        long sentAt;

        /** @param header of a WebSocket's frame, to be sent before each message; its answer has one without mask */
        Connection(int bytes, byte[] header) {
            out = ByteBuffer.allocateDirect(header.length + bytes).put(header);
            in = ByteBuffer.allocateDirect(Math.max(0, header.length - MASK) + bytes);
        }
    }

    private final Selector selector = Selector.open();
    private final int bytes;
    private final String path;
    private long[] times = new long[1 << 16];
    private int count;
    private int errors;

    private Load(int bytes, String path) throws IOException {
        this.bytes = bytes;
        this.path = path;
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int connections = Integer.parseInt(args[1]);
        double seconds = Double.parseDouble(args[2]);
        Load load = new Load(Integer.parseInt(args[3]), args.length > 4 ? args[4] : "");
        load.connect(port, connections);
        load.run(seconds / 2);
        int warmUp = load.count;
        load.count = 0;
        double took = load.run(seconds);
        load.print(took, warmUp);
    }

    private void connect(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            byte[] header = path.isEmpty() ? new byte[0] : open(channel);
            channel.configureBlocking(false);
            Connection connection = new Connection(bytes, header);
            channel.register(selector, SelectionKey.OP_READ, connection);
        }
        for (SelectionKey key : selector.keys()) {
            send(key);
        }
    }

    /** Opens a WebSocket. @return the header of its frames */
    private byte[] open(SocketChannel channel) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("no WebSocket: " + answer);
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + answer);
        }
        return new byte[] {(byte) 0x82, (byte) (0x80 | bytes), 0, 0, 0, 0};
    }

    private void send(SelectionKey key) throws IOException {
        Connection connection = (Connection) key.attachment();
        connection.out.clear();
        connection.in.clear();
        connection.sentAt = System.nanoTime();
        ((SocketChannel) key.channel()).write(connection.out);
    }

    private double run(double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            selector.select(this::receive, 100);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (((SocketChannel) key.channel()).read(connection.in) < 0) {
                throw new IOException("closed");
            }
            if (!connection.in.hasRemaining()) {
                record(System.nanoTime() - connection.sentAt);
                send(key);
            }
        } catch (IOException e) {
            errors++;
            key.cancel();
        }
    }

    private void record(long nanos) {
        if (count == times.length) {
            times = Arrays.copyOf(times, count * 2);
        }
        times[count++] = nanos;
    }

    private void print(double seconds, int warmUp) {
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        System.out.printf(
                "%.0f %.0f %d %d%n",
                count / seconds, count == 0 ? 0.0 : sorted[(int) (count * 0.99)] / 1000.0, errors, warmUp + count);
    }
}
