package dev.modeldock.server.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.RemoteDock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks how a job stands until it has ended, and shows what changes. A dock that is away for a minute is waited for:
 * its jobs go on after a restart. An interrupt leaves the job as it is.
 */
public final class Follower {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Call call;
    private final RemoteDock dock;

    public Follower(Call call, RemoteDock dock) {
        this.call = call;
        this.dock = dock;
    }

    /** How one kind of job is asked for and shown. */
    public interface View extends AutoCloseable {
        /** Where the dock tells how it stands. */
        String path();

        /** Whether it has ended, well or not. */
        boolean hasEnded(JsonNode job);

        /** Show how it stands; on a terminal drawn over what was shown before. */
        void show(JsonNode job);

        /** Say what came of it, unless {@code --json} has said it. */
        ExitCode end(JsonNode job);

        @Override
        void close();
    }

    /** Follow to the end and say what came of it. With {@code --json} each change is a line, the end the last of them. */
    public ExitCode follow(View view) throws InterruptedException {
        return view.end(until(view, call.json()));
    }

    /** Follow to the end, and leave it to the caller to say what came of it. */
    public ObjectNode untilItEnds(View view) throws InterruptedException {
        return (ObjectNode) until(view, false);
    }

    private JsonNode until(View view, boolean lines) throws InterruptedException {
        JsonNode last = null;
        try (view) {
            for (long wait = FIRST_MILLIS; ; wait = Math.min(LONGEST_MILLIS, wait * 2)) {
                JsonNode now = ask(view);
                if (!now.equals(last)) {
                    show(view, now, lines);
                    wait = FIRST_MILLIS;
                }
                last = now;
                if (view.hasEnded(now)) {
                    return now;
                }
                TimeUnit.MILLISECONDS.sleep(wait);
            }
        }
    }

    private void show(View view, JsonNode job, boolean lines) {
        if (lines) {
            call.screen().line(job.toString());
            call.screen().out().flush();
        } else {
            view.show(job);
        }
    }

    private JsonNode ask(View view) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return dock.get(view.path());
            } catch (CommandFailure no) {
                if (no.code() != ExitCode.UNREACHABLE || System.nanoTime() > deadline) {
                    throw no;
                }
                TimeUnit.MILLISECONDS.sleep(LONGEST_MILLIS);
            }
        }
    }
}
