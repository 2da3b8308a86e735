package dev.modeldock.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places that go silent: everything ends within two seconds of being asked to. */
@Timeout(60)
class StoppingTest {
    private static final long SOON = TimeUnit.SECONDS.toMillis(20);

    private ServerSocket listening;
    private final RemoteHttp http = http(NetworkConfig.DIRECT);

    @BeforeEach
    void listen() throws Exception {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        listening.close();
    }

    private static RemoteHttp http(NetworkConfig config) {
        return Network.open(config, "modeldock/test").http(new Settings(Map.of()));
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/x?hunter2"));
    }

    /** Take the next connection, read its request's head, and write this. */
    private Socket answer(String text) throws IOException {
        Socket client = listening.accept();
        client.setSoTimeout((int) SOON);
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) client.getInputStream().read());
        }
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
        return client;
    }

    /** Hold that the other side has hung up. */
    private static void assertHungUp(Socket client) throws IOException {
        try (client) {
            assertEquals(-1, client.getInputStream().read());
        } catch (SocketTimeoutException stillThere) {
            throw new AssertionError("the connection is still open", stillThere);
        } catch (IOException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.toString());
        }
    }

    /** A call on a thread of its own. */
    private static final class Call {
        private final CompletableFuture<Throwable> end = new CompletableFuture<>();
        private final CompletableFuture<Boolean> flag = new CompletableFuture<>();
        private final Thread thread;

        Call(Callable<?> call) {
            thread = new Thread(() -> {
                try {
                    call.call();
                    end.complete(null);
                } catch (Throwable thrown) {
                    end.complete(thrown);
                }
                flag.complete(Thread.currentThread().isInterrupted());
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** Wait until it waits. */
        Call blocked() throws InterruptedException {
            while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            return this;
        }

        Throwable interrupted() throws Exception {
            thread.interrupt();
            return ended();
        }

        Throwable ended() throws Exception {
            return end.get(SOON, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void connectingStops() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
            crowd(crowd, address);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"))
                    .build();
            assertInstanceOf(
                    InterruptedException.class,
                    new Call(() -> http.send(request)).blocked().interrupted());
            NetworkConfig hasty = new NetworkConfig(
                    "",
                    "",
                    "",
                    Optional.empty(),
                    Set.of(),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));
            SourceException no =
                    assertThrows(SourceException.class, () -> http(hasty).send(request));
            assertEquals(Reason.UNREACHABLE, no.reason());
            assertTrue(no.getMessage().contains("does not take the connection in time"), no.getMessage());
        } finally {
            for (Socket each : crowd) {
                each.close();
            }
        }
    }

    @Test
    void aBodyThatFallsSilentEndsAndItsConnectionToo() throws Exception {
        NetworkConfig hasty = new NetworkConfig(
                "",
                "",
                "",
                Optional.empty(),
                Set.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (InputStream body = http(hasty).send(request().build()).body()) {
                end.completeOnTimeout(null, 20, TimeUnit.SECONDS);
                body.readAllBytes();
                end.complete(null);
            } catch (Exception e) {
                end.complete(e);
            }
        });
        reader.start();
        Socket client = answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        IOException silent = assertInstanceOf(IOException.class, end.get(30, TimeUnit.SECONDS));
        assertTrue(silent.getMessage().contains("sent nothing for 1 s"), silent.getMessage());
        assertHungUp(client);
        reader.join();
    }

    /** Fill the queue of a place that accepts nobody, until one more is left waiting. */
    private static void crowd(List<Socket> crowd, InetSocketAddress address) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket one = new Socket();
            crowd.add(one);
            try {
                one.connect(address, 300);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("the queue took twenty");
    }

    @Test
    void waitingForAnAnswerStops() throws Exception {
        Call call = new Call(() -> http.send(request().build()));
        Socket client = answer("");
        assertInstanceOf(InterruptedException.class, call.blocked().interrupted());
        assertHungUp(client);
    }

    @Test
    void anAnswerThatDoesNotBeginIsUnreachable() throws Exception {
        Call call = new Call(
                () -> http.send(request().timeout(Duration.ofMillis(300)).build()));
        try (Socket client = answer("HTTP/1.1 200 OK\r\nContent-Le")) {
            SourceException no = assertInstanceOf(SourceException.class, call.ended());
            assertEquals(Reason.UNREACHABLE, no.reason());
            assertTrue(no.getMessage().contains("127.0.0.1:" + listening.getLocalPort()), no.getMessage());
            assertTrue(no.getMessage().contains("did not begin in time"), no.getMessage());
            assertFalse(no.getMessage().contains("hunter2"), no.getMessage());
            assertHungUp(client);
        }
    }

    @Test
    void aRequestsTimeoutIsNotForTheBody() throws Exception {
        CompletableFuture<Long> count = new CompletableFuture<>();
        Call call = new Call(() -> {
            HttpResponse<InputStream> answer =
                    http.send(request().timeout(Duration.ofMillis(400)).build());
            try (InputStream body = answer.body()) {
                body.readNBytes(5);
                Call second = new Call(() -> count.complete((long) body.readAllBytes().length));
                return second.end.get();
            }
        });
        try (Socket client = answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst")) {
            assertThrows(java.util.concurrent.TimeoutException.class, () -> count.get(900, TimeUnit.MILLISECONDS));
            client.getOutputStream().write("other".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(5, count.get(SOON, TimeUnit.MILLISECONDS));
            assertEquals(null, call.ended());
        }
    }

    private Call reading(CompletableFuture<InputStream> body) {
        return new Call(() -> {
            HttpResponse<InputStream> answer = http.send(request().build());
            body.complete(answer.body());
            return answer.body().readAllBytes();
        });
    }

    private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";

    @Test
    void readingStopsAndHangsUp() throws Exception {
        CompletableFuture<InputStream> body = new CompletableFuture<>();
        Call call = reading(body);
        Socket client = answer(HALF);
        body.get();
        assertInstanceOf(InterruptedIOException.class, call.blocked().interrupted());
        assertTrue(call.flag.get(), "who looks at the thread sees that it was asked to stop");
        assertHungUp(client);
    }

    @Test
    void closingFromAnotherThreadWakesTheReader() throws Exception {
        CompletableFuture<InputStream> body = new CompletableFuture<>();
        Call call = reading(body);
        Socket client = answer(HALF);
        InputStream stream = body.get();
        call.blocked();
        stream.close();
        stream.close();
        IOException closed = assertInstanceOf(IOException.class, call.ended());
        assertTrue(closed.getMessage().contains("closed before its end"), closed.getMessage());
        assertThrows(IOException.class, stream::read);
        assertHungUp(client);
    }

    @Test
    void anAnswerThatBreaksOffIsNoEnd() throws Exception {
        for (String broken :
                List.of(HALF, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n5\r\nhal")) {
            CompletableFuture<InputStream> body = new CompletableFuture<>();
            Call call = reading(body);
            Socket client = answer(broken);
            body.get(SOON, TimeUnit.MILLISECONDS);
            client.close();
            IOException failure = assertInstanceOf(IOException.class, call.ended());
            assertTrue(failure.getMessage().contains("broke off"), failure.toString());
            assertTrue(failure.getMessage().contains("127.0.0.1:" + listening.getLocalPort()), failure.toString());
        }
    }

    @Test
    void hangingUpBeforeTheAnswerIsUnreachable() throws Exception {
        Call call = new Call(() -> http.send(
                request().POST(HttpRequest.BodyPublishers.ofString("x")).build()));
        answer("").close();
        SourceException no = assertInstanceOf(SourceException.class, call.ended());
        assertEquals(Reason.UNREACHABLE, no.reason());
    }

    @Test
    void anInterruptedThreadAsksNothing() throws Exception {
        Call call = new Call(() -> {
            Thread.currentThread().interrupt();
            return http.send(request().build());
        });
        assertInstanceOf(InterruptedException.class, call.ended());
        listening.setSoTimeout(100);
        assertThrows(SocketTimeoutException.class, listening::accept);
    }

    @Test
    void aRedirectsEndlessPageIsNotReadToItsEnd() throws Exception {
        Call call = new Call(() -> http.send(request().build()));
        try (Socket first = answer("HTTP/1.1 302 Found\r\nContent-Length: 1000000\r\nLocation: /y\r\n\r\nhalf");
                Socket second = answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertEquals(null, call.ended());
            assertHungUp(first);
            assertFalse(second.isClosed());
        }
    }

    @Test
    void aLargeBodyArrivesWholeAtASlowReader() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        CompletableFuture<InputStream> body = new CompletableFuture<>();
        Call call = new Call(() -> body.complete(http.send(request().build()).body()));
        try (Socket client = answer("HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n")) {
            Call writing = new Call(() -> {
                client.getOutputStream().write(bytes);
                return null;
            });
            assertEquals(null, call.ended());
            assertArrayEquals(bytes, body.get().readAllBytes());
            assertEquals(null, writing.ended());
        }
    }
}
