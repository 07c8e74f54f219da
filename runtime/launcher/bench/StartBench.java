import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a gateway again and again on one home and asks for a page until it comes. */
final class StartBench {

    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final long SETTLE_MILLIS = 3000;

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Path directory = Files.createTempDirectory("moongate-bench");
        Path app = Files.createDirectories(directory.resolve("app"));
        Files.writeString(app.resolve("index.lsp"), "<?lsp= _VERSION ?>");
        List<Long> millis = new ArrayList<>();
        List<Long> kilobytes = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            int port = freePort();
            long begin = System.nanoTime();
            Process gateway = new ProcessBuilder(
                            args[0], "start", "--home", directory.resolve("home").toString(), "--http", "127.0.0.1:" + port,
                            "--app", app + "=/")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("out").toFile())
                    .start();
            awaitPage(URI.create("http://127.0.0.1:" + port + "/"), gateway, begin);
            long took = (System.nanoTime() - begin) / 1_000_000;
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            long rss = rss(gateway.pid());
            gateway.destroy();
            gateway.waitFor();
            // The first start makes the home; the others are measured.
            if (i > 0) {
                millis.add(took);
                kilobytes.add(rss);
            }
        }
        System.out.println("first_answer " + median(millis) + " ms   (of " + millis + ")");
        System.out.println("idle_rss " + median(kilobytes) / 1024 + " MB");
    }

    private static void awaitPage(URI page, Process gateway, long begin) throws Exception {
        while (System.nanoTime() - begin < LIMIT_NANOS && gateway.isAlive()) {
            try {
                HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
                if (connection.getResponseCode() == 200) {
                    connection.getInputStream().readAllBytes();
                    return;
                }
                connection.disconnect();
            } catch (IOException e) {
                // Not there yet.
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        throw new IllegalStateException("no page came");
    }

    private static long rss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
