package dev.modeldock.actions.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.catalogue.DatasetType;
import dev.modeldock.actions.specs.Fault;
import dev.modeldock.actions.specs.Specs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every schema there is. */
class AllSchemasTest {
    private static final Catalogue CATALOGUE = Catalogue.tao();

    private final ParameterTables tables = new ParameterTables();
    private final Schemas schemas = new Schemas(CATALOGUE, List.of());
    private final Specs specs = new Specs();

    @Test
    void noRowOfTheTablesIsLost() {
        int rows = 0;
        for (String owner : owners()) {
            rows += tables.all(owner).size();
        }
        assertEquals(8994, rows);
        for (Topic topic : topics()) {
            ObjectNode schema = schemas.schema(topic).orElseThrow();
            Set<String> paths =
                    tables.rows(topic).stream().map(Parameter::path).collect(Collectors.toCollection(TreeSet::new));
            Set<String> shown = new TreeSet<>();
            properties(schema, "", shown);
            assertTrue(shown.containsAll(paths), () -> topic + " lacks " + without(paths, shown));
            assertTrue(
                    without(shown, paths).stream().allMatch(path -> holdsOneOf(path, paths)),
                    () -> topic + " has more: " + without(shown, paths));
        }
    }

    @Test
    void everySchemaIsOneAndItsDefaultFollowsIt() {
        Set<String> refused = new LinkedHashSet<>();
        for (Topic topic : topics()) {
            ObjectNode schema = schemas.schema(topic).orElseThrow();
            specs.requireSchema(schema);
            for (Fault fault : specs.faults(schema, specs.defaults(schema))) {
                refused.add(topic.owner() + " " + topic.action() + " " + fault.path() + " " + fault.reason());
            }
        }
        assertEquals(
                Set.of(
                        "object_detection kmeans /size_x is missing, and it is required",
                        "object_detection kmeans /size_y is missing, and it is required"),
                refused,
                "only whoever asks for anchors knows the size of the images");
    }

    @Test
    void everyDefaultThatNamesClassesFollowsItsSchema() {
        List<String> classes = List.of("car", "person");
        for (Topic topic : topics()) {
            ObjectNode schema = schemas.schema(topic, classes).orElseThrow();
            if (!topic.action().equals("kmeans")) {
                assertEquals(List.of(), specs.faults(schema, specs.defaults(schema)), topic::toString);
            }
        }
    }

    @Test
    void everySchemaIsJsonWithoutInfinity() throws IOException {
        for (Topic topic : topics()) {
            String text = schemas.schema(topic).orElseThrow().toString();
            assertFalse(text.contains("Infinity") || text.contains("NaN"), topic::toString);
            assertEquals(text, SampleJson.of(text).toString());
        }
    }

    @Test
    void everyActionOfTheCatalogueHasASchemaButThree() {
        Set<String> without = new TreeSet<>();
        for (Architecture each : CATALOGUE.architectures()) {
            each.actions().stream()
                    .filter(action ->
                            schemas.schema(Topic.model(each.name(), action)).isEmpty())
                    .forEach(action -> without.add(each.name() + " " + action));
        }
        for (DatasetType type : CATALOGUE.types()) {
            type.formats()
                    .forEach((format, actions) -> actions.stream()
                            .filter(action -> schemas.schema(Topic.dataset(type.name(), format, action))
                                    .isEmpty())
                            .forEach(action -> without.add(type.name() + " " + format + " " + action)));
        }
        assertEquals(
                Set.of(
                        "multitask_classification confmat",
                        "object_detection coco convert",
                        "object_detection coco convert_and_index"),
                without);
    }

    @Test
    void everyCorrectionCorrectsSomething() {
        for (Map<String, String> correction : ParameterTables.lines("corrections.tsv")) {
            String file = "parameters/" + correction.get("architecture") + ".tsv";
            List<Map<String, String>> meant = ParameterTables.lines(file).stream()
                    .filter(row -> row.get(Parameter.PATH).equals(correction.get(Parameter.PATH)))
                    .filter(row -> Set.of("*", row.get(Parameter.ACTION)).contains(correction.get(Parameter.ACTION)))
                    .filter(row -> !row.get(correction.get("column")).equals(correction.get("value")))
                    .toList();
            assertFalse(meant.isEmpty(), correction::toString);
            assertFalse(correction.get("reason").isBlank(), correction::toString);
        }
    }

    private static Collection<String> owners() {
        return Stream.concat(
                        CATALOGUE.architectures().stream().map(Architecture::name),
                        CATALOGUE.types().stream().map(DatasetType::name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Topic> topics() {
        Set<Topic> topics = new LinkedHashSet<>();
        owners().forEach(owner ->
                tables.all(owner).forEach(row -> topics.add(new Topic(owner, row.action(), row.format()))));
        assertEquals(204, topics.size());
        return new ArrayList<>(topics);
    }

    private static void properties(JsonNode schema, String path, Set<String> shown) {
        JsonNode object = schema.has("items") ? schema.get("items") : schema;
        for (Map.Entry<String, JsonNode> each : object.path("properties").properties()) {
            String place = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
            shown.add(place);
            properties(each.getValue(), place, shown);
        }
    }

    private static boolean holdsOneOf(String path, Set<String> paths) {
        return paths.stream().anyMatch(each -> each.startsWith(path + "."));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
