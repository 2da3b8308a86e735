package dev.modeldock.server.cli.doctor;

/**
 * What one look has found.
 *
 * @param what was looked at, a word or two
 * @param found one line
 * @param advice what to do or to set; empty when nothing has to be done
 */
public record Finding(String what, State state, String found, String advice) {
    /** Whether the dock can live with it. */
    public enum State {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String what, String found) {
        return new Finding(what, State.OK, found, "");
    }

    static Finding warn(String what, String found, String advice) {
        return new Finding(what, State.WARN, found, advice);
    }

    static Finding fail(String what, String found, String advice) {
        return new Finding(what, State.FAIL, found, advice);
    }
}
