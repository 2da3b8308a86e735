package dev.modeldock.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that goes on for as long as its feed. It never waits for its client: what the client does not take stays in
 * the feed, and a client that takes nothing for a while is let go.
 */
final class LiveAnswer implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveAnswer.class);
    /** So that one that has much to say does not keep the others waiting. */
    private static final int PIECES_AT_ONCE = 16;

    /** How it goes on. */
    enum Turn {
        MORE,
        LATER,
        OVER
    }

    private final String user;
    private final LiveFeed feed;
    private final EndPoint connection;
    private final Duration patience;
    private final Runnable bell;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final long usualTimeout;
    private ServletOutputStream out;
    /** What was written is to go out, and first of all the head. */
    private boolean unsent = true;

    private long stuckSince;
    private volatile boolean begun;
    private volatile boolean broken;

    /** Whom it is for, and how long it may take nothing. */
    record Client(EndPoint connection, Duration patience) {}

    /** @param bell to be rung when the client can take more */
    LiveAnswer(String user, LiveFeed feed, Client client, Runnable bell) {
        this.user = user;
        this.feed = feed;
        this.connection = client.connection();
        this.patience = client.patience();
        this.bell = bell;
        this.usualTimeout = connection.getIdleTimeout();
    }

    String user() {
        return user;
    }

    /** Begin to write; the answer is over once the future is. */
    CompletableFuture<Void> begin(ServletOutputStream client) {
        out = client;
        // Silence is no fault here; who takes nothing is noticed by what is written.
        connection.setIdleTimeout(0);
        client.setWriteListener(this);
        return end;
    }

    @Override
    public void onWritePossible() {
        begun = true;
        bell.run();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("The client of a live answer is gone", failure);
        begun = true;
        broken = true;
        bell.run();
    }

    /** Write what there is and the client takes. */
    Turn turn() {
        if (!begun) {
            return Turn.LATER;
        }
        try {
            if (broken || hungUp()) {
                cut();
                return Turn.OVER;
            }
            for (int i = 0; i < PIECES_AT_ONCE; i++) {
                if (!out.isReady()) {
                    return stuck();
                }
                stuckSince = 0;
                Turn turn = step();
                if (turn != Turn.MORE) {
                    return turn;
                }
            }
            return Turn.MORE;
        } catch (IOException | RuntimeException e) {
            if (!broken) {
                LOG.warn("A live answer broke off", e);
            }
            cut();
            return Turn.OVER;
        }
    }

    private Turn step() throws IOException {
        if (unsent) {
            unsent = false;
            out.flush();
            return Turn.MORE;
        }
        Optional<byte[]> next = feed.next();
        if (next.isEmpty()) {
            finish();
            return Turn.OVER;
        }
        if (next.get().length == 0) {
            return Turn.LATER;
        }
        unsent = true;
        out.write(next.get());
        return Turn.MORE;
    }

    private Turn stuck() {
        long now = System.nanoTime();
        if (stuckSince == 0) {
            stuckSince = now;
        }
        if (now - stuckSince < patience.toNanos()) {
            return Turn.LATER;
        }
        LOG.info("A client of a live answer took nothing for a while and was let go");
        cut();
        return Turn.OVER;
    }

    /** Whether the client has closed the connection; one that sends something before it was answered counts as gone. */
    private boolean hungUp() throws IOException {
        ByteBuffer sent = ByteBuffer.allocate(1).flip();
        return connection.fill(sent) != 0;
    }

    /** The server ends. */
    void shutDown() {
        if (feed.mayEndAnywhere() && begun && !broken && out.isReady()) {
            finish();
        } else {
            cut();
        }
    }

    private void finish() {
        closeFeed();
        connection.setIdleTimeout(usualTimeout);
        end.complete(null);
    }

    /** First the connection: an answer that is stuck could not be ended otherwise. */
    private void cut() {
        closeFeed();
        connection.close();
        end.complete(null);
    }

    private void closeFeed() {
        try {
            feed.close();
        } catch (IOException e) {
            LOG.warn("A feed did not close", e);
        }
    }
}
