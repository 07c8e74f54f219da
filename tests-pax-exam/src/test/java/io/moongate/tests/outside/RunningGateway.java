package io.moongate.tests.outside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A gateway started by {@code moongate start}, on a free port. */
final class RunningGateway implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("serving .*?(http://\\S+)");
    private static final Pattern SECURE_URL = Pattern.compile("serving .*?(https://\\S+)");
    private static final Pattern PASSWORD = Pattern.compile("password (\\S+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;

    RunningGateway(Path home, String... options) throws IOException {
        this(Map.of(), home, options);
    }

    /** @param environment added to this process's */
    RunningGateway(Map<String, String> environment, Path home, String... options) throws IOException {
        output = Files.createTempFile("gateway", ".out");
        List<String> args = new ArrayList<>(List.of("start", "--home", home.toString(), "--http", "127.0.0.1:0"));
        args.addAll(List.of(options));
        ProcessBuilder builder = Moongate.command(home.getParent(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        await("the gateway serves", () -> output().contains("serving ") || !process.isAlive());
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks again and again until it is so. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            Thread.onSpinWait();
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    URI url(String path) {
        return URI.create(said(URL)).resolve(path);
    }

    URI secureUrl(String path) {
        return URI.create(said(SECURE_URL)).resolve(path);
    }

    /** Of the account admin, told at the first start. */
    String password() {
        return said(PASSWORD);
    }

    private String said(Pattern what) {
        var matcher = what.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("the gateway did not say " + what + ":\n" + output());
        }
        return matcher.group(1);
    }

    String get(String path) {
        try {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(url(path)).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What Ctrl-C does. @return the exit code */
    int interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
            client.close();
        }
    }
}
