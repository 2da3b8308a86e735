package dev.modeldock.server.cli.command;

/** How a command ends; the numbers are a promise to scripts. 130 is the shell's own for one that was interrupted. */
public enum ExitCode {
    OK(0, "all went well"),
    FAILED(1, "it failed"),
    USAGE(2, "the command line is wrong, or the dock says that what it asks for makes no sense"),
    UNREACHABLE(3, "no dock answers"),
    NOT_FOUND(4, "there is no such thing"),
    REFUSED(5, "the key is missing, wrong, or may not do this; or a gate is closed"),
    JOB_FAILED(6, "the job that was followed failed or was cancelled");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** In a few words. */
    public String meaning() {
        return meaning;
    }
}
