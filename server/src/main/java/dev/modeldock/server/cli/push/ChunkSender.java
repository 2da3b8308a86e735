package dev.modeldock.server.cli.push;

import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends chunks, three at a time, each with its hash; one that does not arrive is sent again, up to five times. */
final class ChunkSender {
    private static final int PARALLEL = 3;
    private static final int TRIES = 5;
    private static final long FIRST_WAIT_MILLIS = 500;

    private final RemoteDock dock;
    private final PushNotes.Session session;
    private final Parcel parcel;
    private final Progress progress;
    private final long begin = System.nanoTime();
    private long here;
    private long sent;

    /** @param here bytes that the dock has already */
    ChunkSender(RemoteDock dock, PushNotes.Session session, Parcel parcel, Progress progress) {
        this.dock = dock;
        this.session = session;
        this.parcel = parcel;
        this.progress = progress;
    }

    /** Send these; returns when all have arrived. */
    void send(List<Integer> missing, long bytesHere) throws IOException, InterruptedException {
        here = bytesHere;
        tell(0);
        Queue<Integer> waiting = new ConcurrentLinkedQueue<>(missing);
        ExecutorService senders = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                all.add(senders.submit(() -> {
                    drain(waiting);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            senders.shutdownNow();
        }
    }

    private static RuntimeException cause(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException io) {
            throw io;
        }
        if (e.getCause() instanceof RuntimeException fault) {
            return fault;
        }
        return new IllegalStateException(e.getCause());
    }

    private void drain(Queue<Integer> waiting) throws IOException, InterruptedException {
        try {
            for (Integer next = waiting.poll(); next != null; next = waiting.poll()) {
                tell(send(next));
            }
        } finally {
            // After a failure the others end with the chunk they are at.
            waiting.clear();
        }
    }

    private synchronized void tell(long count) {
        sent += count;
        long nanos = Math.max(1, System.nanoTime() - begin);
        progress.show(new Progress.At(
                "sending", here + sent, parcel.length(), (long) (sent * (double) TimeUnit.SECONDS.toNanos(1) / nanos)));
    }

    private long send(int number) throws IOException, InterruptedException {
        byte[] chunk = read(number);
        String hash = HexFormat.of().formatHex(sha256().digest(chunk));
        for (int tries = 1; ; tries++) {
            try {
                HttpResponse<byte[]> answer =
                        dock.exchange(dock.request("/api/public/files/session/" + session.id() + "/" + number)
                                .header("X-Chunk-Sha256", hash)
                                .PUT(BodyPublishers.ofByteArray(chunk))
                                .build());
                boolean passes = answer.statusCode() == 429 || answer.statusCode() >= 500;
                if (!passes || tries == TRIES) {
                    RemoteDock.require(answer);
                    return chunk.length;
                }
            } catch (IOException broken) {
                if (tries == TRIES) {
                    throw later(broken);
                }
            }
            TimeUnit.MILLISECONDS.sleep(FIRST_WAIT_MILLIS << (tries - 1));
        }
    }

    private CommandFailure later(IOException cause) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "The dock at " + dock.address() + " stopped answering while " + parcel.name()
                        + " was sent. Run the same command again: it goes on where it was.",
                cause);
    }

    private byte[] read(int number) throws IOException {
        long from = number * session.chunkBytes();
        long to = Math.min(parcel.length(), from + session.chunkBytes());
        ByteArrayOutputStream chunk = new ByteArrayOutputStream((int) (to - from));
        parcel.write(from, to, chunk);
        return chunk.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
