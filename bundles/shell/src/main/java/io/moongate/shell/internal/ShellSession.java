package io.moongate.shell.internal;

import io.moongate.shell.protocol.Endpoint;
import io.moongate.shell.protocol.Frame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attached client. A client that goes away interrupts what it had started. */
final class ShellSession {

    private static final Logger LOG = LoggerFactory.getLogger(ShellSession.class);

    private final SocketChannel client;
    private final Endpoint endpoint;
    private final CommandProcessor processor;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("shell-command").daemon().factory());

    ShellSession(SocketChannel client, Endpoint endpoint, CommandProcessor processor) {
        this.client = client;
        this.endpoint = endpoint;
        this.processor = processor;
        this.in = new DataInputStream(Channels.newInputStream(client));
        this.out = new DataOutputStream(Channels.newOutputStream(client));
    }

    /** Until the client goes or the server closes. */
    void run() {
        try {
            Path directory = authenticate();
            try (CommandSession session = processor.createSession(
                    new ByteArrayInputStream(new byte[0]), stream(Frame.Type.OUTPUT), stream(Frame.Type.ERROR))) {
                session.put("SCOPE", "moongate:felix:gogo:*");
                session.currentDir(directory);
                while (true) {
                    String line = expect(Frame.Type.COMMAND);
                    worker.execute(() -> execute(session, line));
                }
            }
        } catch (IOException e) {
            LOG.debug("a shell client has gone: {}", e.toString());
        } finally {
            close();
        }
    }

    /** @return the client's working directory, which comes after the secret */
    private Path authenticate() throws IOException {
        String[] lines = expect(Frame.Type.TOKEN).split("\n", 2);
        if (lines.length != 2 || !endpoint.isToken(lines[0])) {
            LOG.warn("a shell client was refused: wrong token");
            throw new IOException("wrong token");
        }
        return Path.of(lines[1]);
    }

    private String expect(Frame.Type type) throws IOException {
        Frame frame = Frame.read(in);
        if (frame.type() != type) {
            throw new IOException("unexpected frame " + frame.type());
        }
        return frame.text();
    }

    private void execute(CommandSession session, String line) {
        boolean ok = true;
        try {
            Object result = session.execute(line);
            if (result != null) {
                session.getConsole().println(session.format(result, Converter.INSPECT));
            }
        } catch (Exception e) {
            ok = false;
            send(Frame.of(Frame.Type.ERROR, (e.getMessage() == null ? e.toString() : e.getMessage()) + "\n"));
        }
        session.getConsole().flush();
        send(Frame.of(Frame.Type.END, ok ? "0" : "1"));
    }

    private void send(Frame frame) {
        try {
            synchronized (out) {
                frame.write(out);
            }
        } catch (IOException e) {
            LOG.debug("a shell client has gone: {}", e.toString());
        }
    }

    private PrintStream stream(Frame.Type type) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        send(new Frame(type, Arrays.copyOfRange(bytes, offset, offset + length)));
                    }
                },
                false,
                StandardCharsets.UTF_8);
    }

    void close() {
        worker.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("closing a shell client failed: {}", e.toString());
        }
    }
}
