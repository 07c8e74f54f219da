package io.moongate.mqtt.internal;

import io.moongate.runtime.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A mosquitto broker on a port of its own. */
final class Mosquitto implements AutoCloseable {

    private static final int START_LIMIT_SECONDS = 10;

    private final Path directory;
    private final String configuration;
    private final int port;
    private Process process;

    /** @param configuration lines besides the listener's */
    Mosquitto(Path directory, String configuration) throws IOException, InterruptedException {
        this.directory = directory;
        this.configuration = configuration;
        this.port = Ports.free();
        this.process = start();
    }

    int port() {
        return port;
    }

    private Process start() throws IOException, InterruptedException {
        Path file = directory.resolve("mosquitto.conf");
        Files.writeString(file, "user root\nlistener " + port + " 127.0.0.1\n" + configuration + "\n");
        Process started = new ProcessBuilder(command(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        awaitListening(started);
        return started;
    }

    private static String command() {
        return Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
    }

    private void awaitListening(Process started) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (started.isAlive() && System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (ConnectException e) {
                started.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("mosquitto does not listen: " + Files.readString(directory.resolve("mosquitto.log")));
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    void restart() throws IOException, InterruptedException {
        stop();
        process = start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
