package dev.modeldock.models;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;

/** Who may name models how. */
public final class Namespaces {
    private Namespaces() {}

    /** Refuse a name of somebody's choice below a namespace that is not theirs; an administrator may choose any. */
    public static void require(ModelName name, Caller caller) {
        boolean mine = name.namespace().equalsIgnoreCase(caller.user());
        if (!mine && !caller.may(Scope.ADMIN)) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The namespace " + name.namespace() + " is not yours. Choose a name below " + caller.user() + "/.");
        }
    }
}
