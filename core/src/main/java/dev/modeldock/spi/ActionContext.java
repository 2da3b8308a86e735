package dev.modeldock.spi;

/** What a runner tells the host while it does an action, and asks it. */
public interface ActionContext {
    /**
     * Let the host look at what was written, and at whether the action may go on. Call it at least once a second; it is
     * cheap enough to be called much more often.
     *
     * @throws RuntimeException when the action is to stop; let it pass
     */
    void check();

    /** Say a line for the action's log. */
    void log(String line);

    /**
     * Whether the action is to stop only because the host does: what can outlive the host may be left running, and is asked
     * for again, as {@link ActionTask.Start#CUT_OFF}, by the next one.
     */
    boolean isHostStopping();
}
