package dev.modeldock.server.actions;

import java.util.function.Consumer;

/** Says the first lines of what may be very many, and then how many more there were. For one thread at a time. */
public final class FewLines {
    private static final int MOST = 20;

    private final Consumer<String> log;
    private long said;

    /** @param log where they go */
    public FewLines(Consumer<String> log) {
        this.log = log;
    }

    public void say(String line) {
        said++;
        if (said <= MOST) {
            log.accept(line);
        }
    }

    /** How many there were. */
    public long count() {
        return said;
    }

    /** No more come. */
    public void end() {
        if (said > MOST) {
            log.accept("… and " + (said - MOST) + " more such lines.");
        }
    }
}
