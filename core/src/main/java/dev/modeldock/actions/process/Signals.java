package dev.modeldock.actions.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to whole groups, which Java cannot send. The shell's own {@code kill} can, and a shell is always there. */
final class Signals {
    private static final long LONGEST_SECONDS = 10;

    private Signals() {}

    /** Send TERM or KILL to all of a group; nothing happens when there is none. */
    static void toGroup(String signal, long group) throws IOException {
        kill(signal, group);
    }

    /** Whether there is such a group. */
    static boolean reachGroup(long group) throws IOException {
        return kill("0", group);
    }

    private static boolean kill(String signal, long group) throws IOException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, "" + group)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return kill.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (InterruptedException e) {
            // The signal is on its way all the same; who waits next is told.
            Thread.currentThread().interrupt();
            return true;
        } finally {
            kill.destroy();
        }
    }
}
