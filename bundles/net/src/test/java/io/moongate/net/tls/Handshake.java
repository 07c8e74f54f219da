package io.moongate.net.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that talk in memory. */
final class Handshake {

    private static final int SIZE = 64 * 1024;

    private Handshake() {}

    /** Runs the handshake and one byte each way, so that TLS 1.3 tickets arrive. */
    static void run(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(SIZE);
        ByteBuffer toClient = ByteBuffer.allocate(SIZE);
        for (int i = 0; i < 40 && !(isDone(client) && isDone(server) && i > 20); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        tasks(engine);
        engine.wrap(isDone(engine) ? ByteBuffer.wrap(new byte[] {1}) : ByteBuffer.allocate(0), out);
        tasks(engine);
        in.flip();
        ByteBuffer plain = ByteBuffer.allocate(SIZE);
        int before;
        do {
            before = in.remaining();
            engine.unwrap(in, plain);
            tasks(engine);
        } while (in.hasRemaining() && in.remaining() < before);
        in.compact();
    }

    private static void tasks(SSLEngine engine) {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }
}
