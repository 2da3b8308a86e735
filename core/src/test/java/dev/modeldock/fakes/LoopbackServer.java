package dev.modeldock.fakes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on 127.0.0.1 with a port and threads of its own; every request is logged. */
final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    static {
        // Without it each small answer waits for the client's delayed acknowledgement, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The default of 200 would close the connections of a client that keeps more of them for its next burst.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    /** Answers requests; an IOException breaks the connection off. */
    interface Handler {
        void handle(Call call) throws IOException;
    }

    private final String name;
    private final RequestLog log;
    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);

    LoopbackServer(String name, RequestLog log, Handler handler) {
        this.name = name;
        this.log = log;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fake-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, handler));
        server.start();
    }

    /** Its address under this host name, without a slash at the end. */
    URI url(String host) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    CountDownLatch closed() {
        return closed;
    }

    ExecutorService threads() {
        return threads;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange, Handler handler) throws IOException {
        LogEntry entry = log.begin(asked(exchange));
        Call call = new Call(exchange, entry, this);
        try {
            handler.handle(call);
            exchange.close();
        } catch (IOException e) {
            // The JDK's server drops a connection whose handler throws, which is what shall happen here.
            entry.failed(e);
            throw e;
        } catch (RuntimeException e) {
            entry.failed(e);
            call.failed(e);
            throw e;
        } finally {
            log.end();
        }
    }

    private LoggedRequest asked(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), String.join(", ", values)));
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new LoggedRequest(name, exchange.getRequestMethod(), uri.getRawPath(), query, "", headers, 0, 0, "");
    }
}
