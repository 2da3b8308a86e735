package dev.modeldock.actions.specs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.SampleJson;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecsTest {
    private static final Schemas SCHEMAS = new Schemas(Catalogue.tao(), List.of());
    private static final ObjectNode CONVERT = SCHEMAS.schema(Topic.dataset("object_detection", "kitti", "convert"))
            .orElseThrow();

    private final Specs specs = new Specs();

    @Test
    void theDefaultIsTaken() {
        ObjectNode usual = specs.defaults(CONVERT);
        assertEquals("images", usual.at("/kitti_config/image_dir_name").textValue());
        assertSame(usual, specs.require(CONVERT, usual));
        usual.removeAll();
        assertFalse(specs.defaults(CONVERT).isEmpty(), "the schema is not changed with its default");
        assertTrue(specs.defaults(object("{\"type\":\"object\"}")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kitti_config\":{\"image_extension\":7}}|/kitti_config/image_extension|is an integer; expected is a string",
                "{\"kitti_config\":{\"image_extension\":null}}|/kitti_config/image_extension|is null; expected is a string",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"num_shards\":\"bad\"}}|/kitti_config/num_shards|is a string; expected is an integer",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"num_shards\":2.5}}|/kitti_config/num_shards|is a number with a fraction; expected is an integer",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"num_shards\":21}}|/kitti_config/num_shards|is 21; expected is at most 20",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"num_shards\":0}}|/kitti_config/num_shards|is 0; expected is at least 1",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"partition_mode\":\"x\"}}|/kitti_config/partition_mode|is 'x'; expected is one of 'random', 'sequence'",
                "{\"kitti_config\":{\"image_extension\":\"a\",\"image_dir_name\":\"x\"}}|/kitti_config/image_dir_name|is 'x'; expected is 'images'",
                "{\"kitti_config\":{}}|/kitti_config/image_extension|is missing, and it is required",
                "{}|/kitti_config|is missing, and it is required",
                "{\"kitti_config\":[]}|/kitti_config|is a list; expected is an object",
                "{\"kitti_config\":{\"image_extension\":\"a\"},\"target_class_mapping\":[{\"key\":\"a\"},{\"key\":true}]}|/target_class_mapping/1/key|is a boolean; expected is a string",
                "[1,2]||is no object; expected is an object of parameters",
                "3||is no object; expected is an object of parameters",
            })
    void everyFaultIsToldWithItsPlace(String spec, String path, String reason) throws IOException {
        assertEquals(List.of(new Fault(path == null ? "" : path, reason)), specs.faults(CONVERT, SampleJson.of(spec)));
    }

    @Test
    void allFaultsAreToldAtOnce() throws IOException {
        DockException refused = refused(
                "{\"kitti_config\":{\"image_extension\":\"a\",\"num_shards\":\"x\",\"val_split\":101,\"num_partitions\":true}}");
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertTrue(refused.getMessage().startsWith("Invalid specs: /kitti_config/"), refused.getMessage());
        assertEquals(3, ((List<?>) refused.details().get("faults")).size());
        for (String part : List.of(
                "/kitti_config/num_shards is a string",
                "/kitti_config/val_split is 101; expected is at most 100.0",
                "/kitti_config/num_partitions is a boolean")) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void noMoreThanAHundredFaultsAreTold() {
        ObjectNode spec = specs.defaults(CONVERT);
        ArrayNode mapping = spec.putArray("target_class_mapping");
        for (int i = 0; i < 150; i++) {
            mapping.addObject().put("key", i);
        }
        assertEquals(100, specs.faults(CONVERT, spec).size());
    }

    @Test
    void whatTheSchemaDoesNotKnowIsTaken() throws IOException {
        assertEquals(
                List.of(),
                specs.faults(
                        CONVERT,
                        SampleJson.of("{\"kitti_config\":{\"image_extension\":\".png\",\"x\":{\"y\":1}},\"z\":[1]}")));
    }

    @Test
    void wholeNumbersMayBeWrittenAsFractionsAndTheOtherWayRound() throws IOException {
        assertEquals(
                List.of(),
                specs.faults(
                        CONVERT,
                        SampleJson.of(
                                "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":2.0,\"val_split\":1}}")));
    }

    @Test
    void pathsAreJsonPointers() {
        ObjectNode schema = object("{\"properties\":{\"a/b~c\":{\"required\":[\"d/e\"]}}}");
        assertEquals(
                List.of(new Fault("/a~1b~0c/d~1e", "is missing, and it is required")),
                specs.faults(schema, object("{\"a/b~c\":{}}")));
    }

    @Test
    void foreignValuesAreShownShort() {
        ObjectNode spec = specs.defaults(CONVERT);
        spec.withObject("/kitti_config").put("partition_mode", "a\nb" + "c".repeat(1000));
        String reason = specs.faults(CONVERT, spec).get(0).reason();
        assertTrue(reason.startsWith("is 'a?bccc"), reason);
        assertTrue(reason.length() < 200, reason);
    }

    @Test
    void reasonsAreInEnglishWhereverTheServerIs() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            ObjectNode schema = object("{\"maxProperties\":1}");
            assertEquals(
                    List.of(new Fault("", "must have at most 1 properties")),
                    new Specs().faults(schema, object("{\"a\":1,\"b\":2}")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void specsAreBounded() throws IOException {
        ObjectNode deep = JsonNodeFactory.instance.objectNode();
        ObjectNode place = deep;
        for (int i = 0; i < 40; i++) {
            place = place.putObject("a");
        }
        assertBeyond("lies more than 32 levels deep", deep);
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        ArrayNode list = many.putArray("list");
        for (int i = 0; i < 100_000; i++) {
            list.add(i);
        }
        assertBeyond("has more than 100000 values", many);
        assertBeyond("is longer than 65536 characters", object("{}").put("text", "x".repeat(65_537)));
        assertBeyond("has a name of more than 200 characters", object("{}").put("n".repeat(201), 1));
        assertBeyond("is no finite number", SampleJson.of("{\"number\":1e999}"));
    }

    private void assertBeyond(String reason, JsonNode spec) {
        assertEquals(reason, specs.faults(object("{}"), spec).get(0).reason());
        DockException refused =
                assertThrows(DockException.class, () -> specs.updated(object("{}"), object("{}"), spec));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void aChangeIsMergedAtEveryLevel() throws IOException {
        ObjectNode saved =
                object("{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":3,\"x\":{\"y\":1}},\"z\":[1]}");
        ObjectNode updated = specs.updated(
                CONVERT,
                saved,
                SampleJson.of("{\"kitti_config\":{\"num_shards\":4,\"x\":{\"q\":2}},\"z\":[2,3],\"n\":1}"));
        SampleJson.assertSame(
                SampleJson.of(
                        "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":4,\"x\":{\"y\":1,\"q\":2}},\"z\":[2,3],\"n\":1}"),
                updated);
        assertEquals(3, saved.at("/kitti_config/num_shards").intValue(), "what was saved is as it was");
        assertEquals(saved, specs.updated(CONVERT, saved, SampleJson.of("[1,2]")));
        assertEquals(saved, specs.updated(CONVERT, saved, SampleJson.of("{}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"newd\":{\"a\":1}}|/newd",
                "{\"z\":{\"a\":1}}|/z",
                "{\"kitti_config\":{\"x\":{\"q\":{}}}}|/kitti_config/x/q"
            })
    void anObjectWhereNoneIsCannotBeMerged(String change, String path) throws IOException {
        ObjectNode saved = object("{\"kitti_config\":{\"image_extension\":\".png\",\"x\":{\"y\":1}},\"z\":[1]}");
        JsonNode asked = SampleJson.of(change);
        DockException refused = assertThrows(DockException.class, () -> specs.updated(CONVERT, saved, asked));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertEquals("Specs cannot be updated, check the request", refused.getMessage());
        assertEquals(path, refused.details().get("path"));
    }

    @Test
    void whatAChangeMakesOfASpecIsCheckedToo() throws IOException {
        ObjectNode saved = specs.defaults(CONVERT);
        JsonNode change = SampleJson.of("{\"kitti_config\":{\"num_shards\":\"bad\"}}");
        DockException refused = assertThrows(DockException.class, () -> specs.updated(CONVERT, saved, change));
        assertTrue(refused.getMessage().startsWith("Invalid specs: /kitti_config/num_shards is a string"));
    }

    @Test
    void nothingIsFetchedForASchema() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/schema.json";
            ObjectNode referring = object("{\"type\":\"object\"}").put("$ref", address);
            DockException refused = assertThrows(DockException.class, () -> specs.faults(referring, object("{}")));
            assertEquals(Problem.SERVER_ERROR, refused.problem());
            server.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, server::accept);
        }
    }

    @Test
    void whatIsNoSchemaIsRefused() {
        DockException refused = assertThrows(
                DockException.class,
                () -> specs.requireSchema(object("{\"type\":\"ordered\",\"properties\":{\"a\":{\"minimum\":\"1\"}}}")));
        assertEquals(
                Set.of("/type", "/properties/a/minimum"),
                Set.copyOf(((List<?>) refused.details().get("faults"))
                        .stream().map(fault -> ((Map<?, ?>) fault).get("path")).toList()));
        DockException broken =
                assertThrows(DockException.class, () -> specs.faults(object("{\"pattern\":\"(\"}"), object("{}")));
        assertEquals(Problem.SERVER_ERROR, broken.problem());
    }

    @Test
    void ofTwoSchemasWithOneNameEachIsTakenForItself() {
        ObjectNode first = object("{\"$id\":\"https://example.org/s\",\"required\":[\"a\"]}");
        ObjectNode second = object("{\"$id\":\"https://example.org/s\",\"required\":[\"b\"]}");
        assertEquals("/a", specs.faults(first, object("{}")).get(0).path());
        assertEquals("/b", specs.faults(second, object("{}")).get(0).path());
    }

    @Test
    void aHundredSpecsAreCheckedInNoTime() {
        ObjectNode schema = SCHEMAS.schema(Topic.model("dino", "train")).orElseThrow();
        ObjectNode spec = specs.defaults(schema);
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 100; i++) {
                specs.require(schema, spec);
            }
        });
    }

    private DockException refused(String spec) throws IOException {
        JsonNode sent = SampleJson.of(spec);
        return assertThrows(DockException.class, () -> specs.require(CONVERT, sent));
    }

    private static ObjectNode object(String text) {
        try {
            return (ObjectNode) SampleJson.of(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
