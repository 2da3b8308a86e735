package dev.modeldock.actions.process;

/**
 * How a command is.
 *
 * @param exitCode of an EXITED one: its own, or 128 and the number of the signal that ended it; else -1
 */
public record CommandState(Kind kind, int exitCode) {
    static final CommandState RUNNING = new CommandState(Kind.RUNNING, -1);
    static final CommandState VANISHED = new CommandState(Kind.VANISHED, -1);

    /** The states of a command. */
    public enum Kind {
        /** It runs. */
        RUNNING,
        /** It has ended and left its exit code. */
        EXITED,
        /** It is gone and has left no code: it was killed, or the machine was started anew. */
        VANISHED
    }

    static CommandState exited(int code) {
        return new CommandState(Kind.EXITED, code);
    }

    public boolean isRunning() {
        return kind == Kind.RUNNING;
    }
}
