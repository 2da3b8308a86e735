package dev.modeldock.server.cli.command;

/** Why a command ends before it is done: one sentence that says what was found and what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public CommandFailure(ExitCode code, String sentence) {
        this(code, sentence, null);
    }

    public CommandFailure(ExitCode code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
