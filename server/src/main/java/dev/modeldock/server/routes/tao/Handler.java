package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.training.Workpiece;
import io.javalin.http.Context;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A dataset or a model, as what they share sees it.
 *
 * @param topic what the schema of such an action is of
 * @param noting makes a change of it and notes when: both, or nothing
 */
record Handler(Workpiece piece, Function<String, Topic> topic, Function<Supplier<ObjectNode>, ObjectNode> noting) {
    /** Finds the one that a path leads to. */
    @FunctionalInterface
    interface Finder {
        /** Find it, or refuse with {@code absent}: each route says it in words of its own. */
        Handler find(Context ctx, String absent);
    }

    /** The action of the path, which it must have. */
    Topic topic(Context ctx) {
        String action = ctx.pathParam("action");
        if (!piece.actions().contains(action)) {
            throw new DockException(Problem.NOT_FOUND, "Action not found");
        }
        return topic.apply(action);
    }
}
