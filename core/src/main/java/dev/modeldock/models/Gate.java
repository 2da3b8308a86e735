package dev.modeldock.models;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;

/** Who is shown a model, and who is given its bytes. */
public final class Gate {
    private Gate() {}

    static boolean owns(Caller caller, Model model) {
        return model.owner().equals(caller.user()) || caller.may(Scope.ADMIN);
    }

    static boolean sees(Caller caller, Model model) {
        return model.access() != Access.PRIVATE || owns(caller, model);
    }

    /** Refuse the bytes of a gated model to those who were not let in. */
    public static void requireBytes(Model model, Caller caller) {
        if (model.access() == Access.GATED && !owns(caller, model)) {
            throw new DockException(
                    Problem.GATED,
                    "The files of " + model.name() + " are gated. Ask " + model.owner() + " for access.");
        }
    }
}
