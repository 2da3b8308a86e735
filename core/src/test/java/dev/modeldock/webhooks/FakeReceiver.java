package dev.modeldock.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that hears of events, and answers as it is told to. */
final class FakeReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile int otherwise = 200;

    FakeReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::hear);
        server.start();
    }

    /** What came. */
    record Heard(HttpExchange exchange, String body) {
        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** The next answers, in this order; then as before. */
    void answers(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    void answersAlways(int status) {
        otherwise = status;
    }

    private void hear(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer status = answers.poll();
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(status == null ? otherwise : status, -1);
        exchange.close();
        heard.add(new Heard(exchange, body));
    }

    Heard next() throws InterruptedException {
        Heard next = heard.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was heard in 30 s");
        }
        return next;
    }

    Heard poll() {
        return heard.poll();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
