package io.moongate.launcher;

import io.moongate.shell.protocol.Endpoint;
import io.moongate.shell.protocol.Frame;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** {@code moongate shell}: attaches to the gateway that runs on a home. */
final class ShellClient implements AutoCloseable {

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    private ShellClient(Path home) throws IOException {
        Endpoint endpoint = Endpoint.find(home);
        channel = SocketChannel.open(UnixDomainSocketAddress.of(endpoint.socket()));
        in = new DataInputStream(Channels.newInputStream(channel));
        out = new DataOutputStream(Channels.newOutputStream(channel));
        Frame.of(Frame.Type.TOKEN, endpoint.token() + "\n" + Path.of("").toAbsolutePath())
                .write(out);
    }

    /** {@code [--home DIR] [command]}: without a command, a prompt. */
    static int run(List<String> args) {
        Path home = Path.of("moongate-home");
        List<String> rest = args;
        if (!rest.isEmpty() && rest.getFirst().equals("--home")) {
            if (rest.size() == 1) {
                throw LaunchException.usage("shell: option '--home' needs a value");
            }
            home = Path.of(rest.get(1));
            rest = rest.subList(2, rest.size());
        }
        if (!rest.isEmpty() && rest.getFirst().startsWith("--")) {
            throw LaunchException.usage("shell: unknown option '" + rest.getFirst() + "'");
        }
        return attach(home.toAbsolutePath().normalize(), String.join(" ", rest));
    }

    private static int attach(Path home, String command) {
        try (ShellClient client = new ShellClient(home)) {
            return command.isEmpty() ? client.prompt() : client.execute(command);
        } catch (NoSuchFileException | ConnectException e) {
            throw LaunchException.failed("no gateway runs on home " + home);
        } catch (AccessDeniedException e) {
            throw LaunchException.failed("the gateway on home " + home + " is another user's");
        } catch (EOFException e) {
            throw LaunchException.failed("the gateway has closed the shell");
        } catch (IOException e) {
            throw LaunchException.failed("the shell broke off: " + e.getMessage());
        }
    }

    /** Runs one command. @return 0, or 1 when it failed */
    private int execute(String command) throws IOException {
        Frame.of(Frame.Type.COMMAND, command).write(out);
        while (true) {
            Frame frame = Frame.read(in);
            switch (frame.type()) {
                case OUTPUT -> System.out.write(frame.payload());
                case ERROR -> System.err.write(frame.payload());
                case END -> {
                    System.out.flush();
                    return Integer.parseInt(frame.text());
                }
                case TOKEN, COMMAND -> throw new IOException("unexpected frame " + frame.type());
            }
        }
    }

    private int prompt() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .variable(
                            LineReader.HISTORY_FILE,
                            Path.of(System.getProperty("user.home"), ".moongate_shell_history"))
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
            while (true) {
                try {
                    String line = reader.readLine("moongate> ").strip();
                    if (line.equals("exit") || line.equals("quit")) {
                        return 0;
                    }
                    if (!line.isEmpty()) {
                        execute(line);
                    }
                } catch (UserInterruptException e) {
                    terminal.writer().println("(Ctrl-D leaves the shell; the gateway goes on)");
                } catch (EndOfFileException e) {
                    return 0;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
