package dev.modeldock.models;

import dev.modeldock.access.Caller;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;

/** Who is given the bytes of a model that is shown to all. */
public final class Gate {
    private Gate() {}

    /** Refuse the bytes of a gated model to those who were not let in. */
    public static void requireBytes(Model model, Caller caller) {
        if (model.access() == Access.GATED && !Models.owns(caller, model)) {
            throw new DockException(
                    Problem.GATED,
                    "The files of " + model.name() + " are gated. Ask " + model.owner() + " for access.");
        }
    }
}
