package io.moongate.tpm.internal;

import io.moongate.runtime.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A software TPM process with its state in a directory: what a chip is to a device. */
final class Swtpm implements AutoCloseable {

    private final Path state;
    private final int port = freePair();
    /** Where tpm2-tools expect it. */
    private final int controlPort = port + 1;

    private Process process;

    Swtpm(Path state) throws IOException {
        this.state = Files.createDirectories(state);
        start();
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--server",
                        "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                        "--ctrl",
                        "type=tcp,port=" + controlPort + ",bindaddr=127.0.0.1",
                        "--flags",
                        "not-need-init,startup-clear",
                        "--tpmstate",
                        "dir=" + state)
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("swtpm.log").toFile())
                .start();
        Await.until(this::listens, () -> "swtpm does not listen, is it installed?");
    }

    /** The control port answers while the command port serves one connection only. */
    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "tcp:127.0.0.1:" + port;
    }

    /** For tpm2-tools, while nobody else is connected. */
    String tcti() {
        return "swtpm:host=127.0.0.1,port=" + port;
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Runs a tpm2-tools command against this TPM and returns its output. */
    String tool(Path directory, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
        builder.environment().put("TPM2TOOLS_TCTI", tcti());
        Process tool = builder.redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes());
        int status = tool.onExit().join().exitValue();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " exited with " + status + ": " + output);
        }
        return output;
    }

    /** A free port with a free one behind it. */
    private static int freePair() {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                // The neighbour is taken: try another pair.
                continue;
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
