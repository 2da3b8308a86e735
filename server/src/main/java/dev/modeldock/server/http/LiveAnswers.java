package dev.modeldock.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that go on: a log that is followed, events as they come. One thread serves them all and waits for none of their
 * clients; whom there is no room for is told when to ask again.
 */
public final class LiveAnswers implements AutoCloseable {
    /** In all. */
    public static final int MOST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LiveAnswers.class);
    private static final int MOST_OF_ONE_USER = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RETRY_SECONDS = 10;
    private static final int BUFFER = 8 * 1024;
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final long CLOSE_MILLIS = 1_000;

    private final List<LiveAnswer> answers = new ArrayList<>();
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::serve, "live-answers");
    private final Duration patience;
    private volatile boolean closed;

    public LiveAnswers() {
        this(PATIENCE);
    }

    /** @param patience with a client that takes nothing of what there is for it */
    LiveAnswers(Duration patience) {
        this.patience = patience;
        thread.setDaemon(true);
        thread.start();
    }

    /** Say that feeds have something to say. */
    public void ring() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /**
     * Answer with a feed, for as long as it goes on, and close it then. HEAD gets the head alone.
     *
     * @param user who asks: nobody takes all the room
     */
    public void send(Context ctx, String user, String mediaType, LiveFeed feed) throws IOException {
        Exchange.goesOn(ctx);
        ctx.res().setContentType(null);
        ctx.contentType(mediaType)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .header("X-Content-Type-Options", "nosniff");
        LiveAnswer answer = new LiveAnswer(user, feed, new LiveAnswer.Client(connection(ctx), patience), this::ring);
        if (ctx.req().getMethod().equals("HEAD")) {
            feed.close();
        } else if (admit(answer)) {
            ctx.res().setBufferSize(BUFFER);
            ctx.future(() -> begin(ctx, answer));
        } else {
            feed.close();
            refuse(ctx);
        }
    }

    private static EndPoint connection(Context ctx) {
        return ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    private boolean admit(LiveAnswer answer) {
        synchronized (answers) {
            long mine = answers.stream()
                    .filter(each -> each.user().equals(answer.user()))
                    .count();
            return !closed && answers.size() < MOST && mine < MOST_OF_ONE_USER && answers.add(answer);
        }
    }

    private CompletableFuture<Void> begin(Context ctx, LiveAnswer answer) {
        try {
            return answer.begin(ctx.res().getOutputStream());
        } catch (IOException | RuntimeException e) {
            forget(answer);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void refuse(Context ctx) {
        ctx.res().setContentType(null);
        ctx.status(503)
                .header("Retry-After", Integer.toString(RETRY_SECONDS))
                .json(ApiFamily.of(ctx.path())
                        .body(
                                503,
                                "TOO_MANY_STREAMS",
                                "Too many logs and events are followed at this moment: at most " + MOST_OF_ONE_USER
                                        + " of one user and " + MOST + " in all. End one, or ask again in "
                                        + RETRY_SECONDS + " seconds."));
    }

    private void serve() {
        while (!closed) {
            try {
                bell.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("The thread of live answers was woken to end", e);
            }
            bell.drainPermits();
            if (!closed) {
                turns();
            }
        }
    }

    private void turns() {
        for (LiveAnswer each : open()) {
            try {
                switch (each.turn()) {
                    case MORE -> ring();
                    case OVER -> forget(each);
                    case LATER -> {}
                }
            } catch (RuntimeException e) {
                LOG.error("A live answer failed", e);
                forget(each);
            }
        }
    }

    private List<LiveAnswer> open() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    private void forget(LiveAnswer over) {
        synchronized (answers) {
            answers.remove(over);
        }
    }

    /** End them all at once. */
    @Override
    public void close() {
        synchronized (answers) {
            closed = true;
        }
        ring();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (LiveAnswer each : open()) {
            each.shutDown();
            forget(each);
        }
    }
}
