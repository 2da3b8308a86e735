package dev.modeldock.actions.process;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Ends a command with all its children, also those that do not want to and those that have left the group. */
final class Stopping {
    private static final Duration LONGEST_KILL = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ProcessTable table;
    private final ProcessIdentity leader;

    Stopping(ProcessTable table, ProcessIdentity leader) {
        this.table = table;
        this.leader = leader;
    }

    boolean isGone() throws IOException {
        return !table.hasGroup(leader) && table.marked(leader).isEmpty();
    }

    /** TERM, and KILL to those that are there still after the grace; false when even that did not help. */
    boolean stop(Duration grace) throws IOException, InterruptedException {
        send("TERM", ProcessHandle::destroy);
        if (becomesGone(grace)) {
            return true;
        }
        long deadline = System.nanoTime() + LONGEST_KILL.toNanos();
        do {
            // Again and again, for children may be born meanwhile.
            send("KILL", ProcessHandle::destroyForcibly);
        } while (!becomesGone(LOOK_EVERY) && System.nanoTime() < deadline);
        return isGone();
    }

    private void send(String signal, Consumer<ProcessHandle> alone) throws IOException {
        if (table.hasGroup(leader)) {
            Signals.toGroup(signal, leader.pid());
        }
        for (long pid : table.marked(leader)) {
            ProcessHandle.of(pid).ifPresent(alone);
        }
    }

    /** The processes may be nobody's children by now, so nobody tells of their end: they are looked at. */
    private boolean becomesGone(Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!isGone()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        return true;
    }
}
