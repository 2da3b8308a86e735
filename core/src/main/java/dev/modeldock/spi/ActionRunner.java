package dev.modeldock.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a plug-in provides under {@code META-INF/services/dev.modeldock.spi.ActionRunner}: a way to do actions on datasets
 * and models, such as to train. Make it cheap to construct. Its methods run on threads of the host, several at once.
 */
public interface ActionRunner {
    /** Its name in plans and messages: {@code [a-z][a-z0-9-]{0,31}}, unique among all runners. */
    String id();

    /** Return {@link Spi#VERSION}. */
    int spiVersion();

    /**
     * Whether it does such an action.
     *
     * @param kind the architecture of a model, or the type of a dataset
     */
    boolean does(String kind, String action);

    /**
     * Whether it does such an action, which it {@link #does}, on datasets of a format. What it does is listed by that; an
     * action on another format is still its own to refuse, with a sentence.
     */
    default boolean takes(String kind, String action, String format) {
        return true;
    }

    /**
     * The schema of the action's spec, as JSON Schema (draft 2020-12) of an object whose {@code default} is the spec of
     * jobs for which none was saved. Empty for what the host knows by itself.
     *
     * @param format of the dataset; empty for a model
     */
    default Optional<String> schema(String kind, String action, String format) {
        return Optional.empty();
    }

    /**
     * What the action's spec may hold beside the fields that the host knows, as JSON Schema (draft 2020-12) of an object.
     * Its {@code properties}, their {@code default}, {@code required} and {@code popular} are laid beside the host's, which
     * keep theirs; a name that the host has is a fault. Its {@code description} is the whole spec's, and its {@code
     * automl_default_parameters} stand in place of the host's. Not asked where {@link #schema} brings all.
     *
     * @param format of the dataset; empty for a model
     */
    default Optional<String> fields(String kind, String action, String format) {
        return Optional.empty();
    }

    /** Whether each of its actions is to have a graphics card to itself. */
    default boolean wantsGpu() {
        return false;
    }

    /** Whether an action that was stopped can go on from its results; else it begins anew, and cannot be resumed. */
    default boolean pausable() {
        return true;
    }

    /**
     * End what may run still of an action that the host has given up, such as one that was deleted.
     *
     * @param work the directory of that run's notes
     */
    default void abandon(Path work) throws IOException, InterruptedException {}

    /**
     * Do the action, or go on with it: write {@code status.json} lines and files into the task's results, and return when
     * all is done. The action counts as done when the last status that it told is {@code SUCCESS}. The thread is
     * interrupted when the action is to stop, and {@link ActionContext#check} throws then; end soon, and leave results
     * from which it can go on.
     *
     * @throws ActionException when it cannot be done, with a message for people
     */
    void run(ActionTask task, ActionContext context) throws ActionException, IOException, InterruptedException;
}
