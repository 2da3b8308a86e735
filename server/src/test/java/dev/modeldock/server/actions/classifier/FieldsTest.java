package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.SchemaPack;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.actions.specs.Specs;
import dev.modeldock.spi.ActionRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final List<String> KINDS = List.of("classification_tf1", "classification_tf2", "classification_pyt");

    private final ActionRunner runner = new Classifier();
    private final Schemas tables = new Schemas(Catalogue.tao(), List.of());
    private final Schemas both = new Schemas(Catalogue.tao(), List.of(new SchemaPack() {
        @Override
        public Optional<ObjectNode> schema(Topic topic) {
            return Optional.empty();
        }

        @Override
        public Optional<ObjectNode> fields(Topic topic) {
            return runner.fields(topic.owner(), topic.action(), topic.format()).map(FieldsTest::read);
        }
    }));

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofEachActionTheToolkitsFieldsStayAsTheyWere() {
        int seen = 0;
        for (String kind : KINDS) {
            for (String action :
                    Catalogue.tao().architecture(kind).orElseThrow().actions()) {
                if (!runner.does(kind, action)) {
                    assertEquals("gen_trt_engine", action, "of " + kind);
                    continue;
                }
                ObjectNode table = tables.schema(Topic.model(kind, action)).orElseThrow();
                ObjectNode schema = both.schema(Topic.model(kind, action)).orElseThrow();
                new Specs().requireSchema(schema);
                assertEquals(List.of(), new Specs().faults(schema, schema.get("default")));
                assertEquals(List.of(), new Specs().faults(schema, table.get("default")), "a saved spec stays valid");
                assertTrue(schema.path("description").asText().startsWith("The server "), kind + " " + action);
                for (Map.Entry<String, JsonNode> each : table.get("default").properties()) {
                    assertEquals(each.getValue(), schema.get("default").get(each.getKey()), each.getKey());
                }
                seen++;
            }
        }
        assertEquals(16, seen);
    }

    @Test
    void eachFieldHasADefaultThatItTellsTwiceAndADescription() {
        for (String action : List.of("train", "retrain", "evaluate", "inference", "export", "prune")) {
            ObjectNode schema = Fields.of(action).schema();
            for (Map.Entry<String, JsonNode> each : schema.get("properties").properties()) {
                assertFalse(each.getValue().path("description").asText().isBlank(), each.getKey());
                assertFalse(each.getValue().path("title").asText().isBlank(), each.getKey());
                assertEquals(
                        each.getValue().get("default"), schema.get("default").get(each.getKey()), each.getKey());
            }
        }
    }

    @Test
    void aRetrainKeepsTheFormOfItsParent() {
        ObjectNode again = Fields.of("retrain").schema();
        assertFalse(again.get("properties").has("channels"));
        assertTrue(again.get("properties").has("weights"));
        assertEquals(
                "[\"learningRate\",\"weightDecay\"]",
                again.get("automl_default_parameters").toString());
        assertFalse(again.has("inherits"));
    }

    @Test
    void otherArchitecturesAreNotItsBusiness() {
        assertFalse(runner.does("multitask_classification", "train"));
        assertFalse(runner.does("detectnet_v2", "train"));
        assertFalse(runner.does("classification_tf2", "confmat"));
    }
}
