package dev.modeldock.actions.runners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.SchemaPack;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionRunner;
import java.util.Optional;

/** The schema of an action is its runner's where that brings one; else the runner may add fields to it. */
public record RunnerSchemas(ActionRunners runners) implements SchemaPack {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<ObjectNode> schema(Topic topic) {
        return runners.find(topic.owner(), topic.action())
                .flatMap(runner -> runner.schema(topic.owner(), topic.action(), topic.format())
                        .map(text -> parsed(runner, text)));
    }

    @Override
    public Optional<ObjectNode> fields(Topic topic) {
        return runners.find(topic.owner(), topic.action())
                .flatMap(runner -> runner.fields(topic.owner(), topic.action(), topic.format())
                        .map(text -> parsed(runner, text)));
    }

    private static ObjectNode parsed(ActionRunner runner, String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode schema) {
                return schema;
            }
            throw broken(runner, null);
        } catch (JsonProcessingException e) {
            throw broken(runner, e);
        }
    }

    private static DockException broken(ActionRunner runner, Throwable cause) {
        return new DockException(
                Problem.SERVER_ERROR, "The schema that " + runner.id() + " brings is no JSON object.", cause);
    }
}
