package org.example.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceContract;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every source keeps to, against a web server of this test's own, and what is special about this source. */
class UrlSourceContractTest extends SourceContract {
    private static final byte[] BYTES = new byte[20_000];
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    private static HttpServer server;
    private static ExecutorService threads;
    private static CountDownLatch stalled;

    @BeforeAll
    static void serve() throws IOException {
        new Random(7).nextBytes(BYTES);
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", UrlSourceContractTest::answer);
        server.start();
    }

    @AfterAll
    static void stop() {
        FINISHED.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/missing" -> exchange.sendResponseHeaders(404, -1);
                case "/silent" -> {
                    stalled.countDown();
                    FINISHED.await();
                }
                case "/only-get.gguf" -> send(exchange, head ? 405 : 200, "\"1\"");
                case "/private" -> {
                    String sent = exchange.getRequestHeaders().getFirst("Authorization");
                    send(exchange, "Bearer t0ken".equals(sent) ? 200 : 401, "\"1\"");
                }
                case "/weak" -> send(exchange, 200, "W/\"1\"");
                default -> send(exchange, 200, "\"1\"");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String tag) throws IOException {
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        boolean whole = range == null || ifRange != null && !ifRange.equals(tag);
        String[] ends =
                whole ? new String[] {"0"} : range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = ends.length == 1 ? BYTES.length : Integer.parseInt(ends[1]) + 1;
        exchange.getResponseHeaders().set("ETag", tag);
        if (from >= BYTES.length) {
            exchange.sendResponseHeaders(416, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(BYTES.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + BYTES.length);
            exchange.sendResponseHeaders(whole ? 200 : 206, to - from);
            exchange.getResponseBody().write(Arrays.copyOfRange(BYTES, from, to));
        }
    }

    private static Map<String, String> at(String path) {
        return Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return more;
    }

    private static Request request(Map<String, String> values) {
        return new Request(values, Map.of());
    }

    @Override
    protected ModelSourceFactory factory() {
        return new UrlSourceFactory();
    }

    @Override
    protected Request known() {
        return request(at("/models/tiny%20bert.tar.gz?signature=s3cret"));
    }

    @Override
    protected Map<String, byte[]> knownFiles() {
        return Map.of("tiny_bert.tar.gz", BYTES);
    }

    @Override
    protected Request unknown() {
        return request(at("/missing"));
    }

    @Override
    protected boolean resumes() {
        return true;
    }

    @Override
    protected Optional<Request> hostile() {
        return Optional.of(request(at("/..%2f..%2f..%5c.bashrc")));
    }

    @Override
    protected Optional<Stall> stall() {
        stalled = new CountDownLatch(1);
        return Optional.of(new Stall(request(at("/silent")), stalled));
    }

    @Test
    void theFileNamesTheModelAndTheQueryIsShownNowhere() throws Exception {
        Snapshot snapshot = resolve(known());
        assertEquals("tiny_bert", snapshot.name());
        assertEquals(
                at("/models/tiny%20bert.tar.gz").get("url"), snapshot.origin().get("address"));
        assertFalse(snapshot.toString().contains("s3cret"), snapshot.toString());
        assertEquals("model", resolve(request(at("/"))).name());
        assertEquals("sub", resolve(request(at("/x/sub.safetensors"))).name());
    }

    @Test
    void aHashIsPromisedInLowerCase() throws Exception {
        Snapshot snapshot = resolve(request(with(at("/m.gguf"), "sha256", "AB".repeat(32))));
        assertEquals("ab".repeat(32), snapshot.files().get(0).sha256());
    }

    @Test
    void theSizeIsFoundWhereHeadIsRefusedToo() throws Exception {
        assertEquals(
                BYTES.length,
                resolve(request(at("/only-get.gguf"))).files().get(0).size());
    }

    @Test
    void whatMakesNoSenseIsRefusedAndNotShown() {
        Map<String, String> good = at("/m.gguf");
        for (Map<String, String> bad : List.of(
                Map.of("url", "ftp://host/s3cret"),
                Map.of("url", "/s3cret"),
                Map.of("url", "http://host/s3cret and more"),
                Map.of("url", "http://user:s3cret@127.0.0.1/"),
                with(good, "sha256", "s3cret"),
                with(good, "token", "s3cret\u20ac"))) {
            SourceException no = assertThrows(SourceException.class, () -> resolve(request(bad)));
            assertEquals(Reason.REFUSED, no.reason(), no.getMessage());
            assertFalse(no.getMessage().contains("s3cret"), no.getMessage());
        }
    }

    @Test
    void aTokenIsSent() throws Exception {
        SourceException no = assertThrows(SourceException.class, () -> resolve(request(at("/private"))));
        assertEquals(Reason.DENIED, no.reason());
        assertEquals(
                "private",
                resolve(request(with(at("/private"), "token", "t0ken"))).name());
    }

    @Test
    void aFileThatHasChangedOrHasBecomeShorterBeginsAnew() throws Exception {
        assertEquals("\"1\" from 5", opened("/m.gguf", new Part(5, RemoteFile.UNKNOWN, "\"1\"")));
        assertEquals("\"1\" from 0", opened("/m.gguf", new Part(5, RemoteFile.UNKNOWN, "\"0\"")));
        assertEquals("\"1\" from 0", opened("/m.gguf", Part.from(BYTES.length + 1)));
        assertEquals(" from 5", opened("/weak", Part.from(5)));
    }

    private String opened(String path, Part part) throws Exception {
        Request asked = request(at(path));
        List<String> told = new ArrayList<>();
        RecordingSink sink = new RecordingSink(directory.resolve("opened")) {
            @Override
            public void pull(Collection<RemoteFile> files, Opener opener)
                    throws SourceException, IOException, InterruptedException {
                RemoteContent content = opener.open(files.iterator().next(), part);
                content.stream().close();
                told.add(content.validator() + " from " + content.offset());
            }
        };
        source().fetch(resolve(asked), sink.asked(asked));
        return told.get(0);
    }
}
