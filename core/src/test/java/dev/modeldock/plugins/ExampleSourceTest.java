package dev.modeldock.plugins;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The example of a plug-in compiles against the SPI alone, loads as a plug-in, and keeps to the contract. */
class ExampleSourceTest extends SourceContract {
    private static final Path EXAMPLE = Path.of("examples/source-example/src/main");
    private static final Map<String, byte[]> FILES = files();

    @TempDir
    private static Path work;

    private static PluginLoader loader;
    private static HttpServer server;
    private static ExecutorService threads;
    private static CountDownLatch stalled;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    private static Map<String, byte[]> files() {
        Random random = new Random(7);
        byte[] weights = new byte[20_000];
        random.nextBytes(weights);
        byte[] config = "{\"model_type\": \"bert\"}".repeat(10).getBytes(StandardCharsets.UTF_8);
        return new TreeMap<>(Map.of("config.json", config, "sub dir/model.safetensors", weights));
    }

    @BeforeAll
    static void buildAndServe() throws Exception {
        String type = "org.example.dock.ChecksumsSourceFactory";
        String source = Files.readString(EXAMPLE.resolve("java/" + type.replace('.', '/') + ".java"));
        Path jar = new PluginJar(work)
                .compiled(Map.of(type, source))
                .entry(PluginJar.SERVICE, Files.readAllBytes(EXAMPLE.resolve("resources/" + PluginJar.SERVICE)))
                .at(work.resolve("example.jar"));
        loader = new PluginLoader("example", Jars.urls(List.of(jar)));
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", ExampleSourceTest::answer);
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        FINISHED.countDown();
        server.stop(0);
        threads.shutdownNow();
        loader.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            switch (path) {
                case "/tiny/SHA256SUMS" -> send(exchange, sums().getBytes(StandardCharsets.UTF_8));
                case "/hostile/SHA256SUMS" ->
                    send(exchange, ("ab".repeat(32) + "  ../../escaped\n").getBytes(StandardCharsets.UTF_8));
                case "/silent/SHA256SUMS" -> {
                    stalled.countDown();
                    FINISHED.await();
                }
                default -> send(exchange, FILES.get(path.replaceFirst("^/tiny/", "")));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] part = Arrays.copyOfRange(bytes, from, bytes.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, part.length == 0 ? -1 : part.length);
        exchange.getResponseBody().write(part);
    }

    private static String sums() {
        StringBuilder sums = new StringBuilder();
        FILES.forEach((path, bytes) ->
                sums.append(sha256(bytes)).append("  ").append(path).append('\n'));
        return sums.toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request directory(String name) {
        return new Request(Map.of("directory", name), Map.of());
    }

    @Override
    protected ModelSourceFactory factory() {
        return ServiceLoader.load(ModelSourceFactory.class, loader).findFirst().orElseThrow();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("base", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    protected Request known() {
        return directory("tiny");
    }

    @Override
    protected Map<String, byte[]> knownFiles() {
        return FILES;
    }

    @Override
    protected Request unknown() {
        return directory("nothing");
    }

    @Override
    protected boolean resumes() {
        return true;
    }

    @Override
    protected Optional<Request> hostile() {
        return Optional.of(directory("hostile"));
    }

    @Override
    protected Optional<Stall> stall() {
        stalled = new CountDownLatch(1);
        return Optional.of(new Stall(directory("silent"), stalled));
    }
}
