package dev.modeldock.actions.specs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Backend;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.SampleJson;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class SpecTextTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void jsonHasAllThatWasSaved() throws IOException {
        ObjectNode spec = spec("{\"version\":\"1\",\"a\":{\"b\":[1,2.5,null]}}");
        assertEquals(spec, SampleJson.of(SpecText.json(spec)));
        assertTrue(SpecText.json(spec).endsWith("}\n"));
    }

    @Test
    void yamlIsInBlocks() throws IOException {
        ObjectNode spec = spec("""
                {"version":"1","train":{"lr":5e-06,"steps":[11,12],"precision":"fp32","none":null,"empty":{},
                 "nothing":[]},"list":[{"a":1,"b":{"c":true}},[1,[2]],"x"],"on":false,"a b":-1}
                """);
        assertEquals("""
                train:
                  lr: 5.0e-6
                  steps:
                    - 11
                    - 12
                  precision: "fp32"
                  none: null
                  empty: {}
                  nothing: []
                list:
                  - a: 1
                    b:
                      c: true
                  - - 1
                    - - 2
                  - "x"
                "on": false
                "a b": -1
                """, SpecText.yaml(spec));
        assertEquals("{}\n", SpecText.yaml(spec("{\"version\":\"1\"}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"yes\",\"no\":\"12\",\"null\":\"~\",\"2020-01-01\":\"2020-01-01\"}",
                "{\"a\":\"\",\"b\":\" x \",\"c\":\"a: b # c\",\"d\":\"- x\",\"e\":\"---\",\"f\":\"%\"}",
                "{\"a\":\"tab\\t, line\\nbreak\\r\\n, quote\\\" and \\\\ and \\u0000\\u0007\\u0085\\u2028\\ufeff\"}",
                "{\"a\":\"Größe 模型 \\ud83d\\ude00\",\"Größe\":1,\"<<\":\"merge\",\"=\":\"value\",\"? a\":[\"&b\",\"*c\",\"!d\"]}",
                "{\"a\":1e10,\"b\":1e-300,\"c\":0.1,\"d\":-2.5e+20,\"e\":12345678901234567890,\"f\":0,\"g\":1.0,\"h\":-0.0}",
                "{\"a\":[[],[[]],{},[{}],[{\"b\":[{\"c\":[]}]}]],\"d\":{\"e\":{\"f\":{}}}}"
            })
    void yamlIsReadAsTheSameValues(String json) throws IOException {
        assertReadAlike(spec(json));
    }

    @Test
    void everyDefaultIsReadAlikeAsYaml() {
        Schemas schemas = new Schemas(Catalogue.tao(), List.of());
        for (Architecture each : Catalogue.tao().architectures()) {
            for (String action : each.actions()) {
                schemas.schema(Topic.model(each.name(), action))
                        .ifPresent(schema ->
                                assertReadAlike(new Specs().defaults(schema).without("version")));
            }
        }
    }

    /** Read by a reader of YAML 1.1, as Python's is one. */
    private static void assertReadAlike(ObjectNode spec) {
        Object read = new Yaml().load(SpecText.yaml(spec));
        SampleJson.assertSame(spec, JSON.valueToTree(read));
    }

    @Test
    void protobufTextFollowsItsRules() throws IOException {
        ObjectNode spec = spec("""
                {"version":"1","gpus":1,"rate":5e-06,"on":true,"none":null,"name":"resnet","type":"__L1__",
                 "mapping":[{"key":"car","value":"car"},{"key":"person","value":"person"}],"names":["a","b"],
                 "flags":["__A__",1,false],"empty":{},"nothing":[],
                 "model":{"layers":18,"cov":{},"bbox":{"scale":35.0}}}
                """);
        assertEquals("""
                gpus: 1
                rate: 5.0e-6
                on: true
                name: "resnet"
                type: L1
                mapping {
                  key: "car"
                  value: "car"
                }
                mapping {
                  key: "person"
                  value: "person"
                }
                names: "a"
                names: "b"
                flags: A
                flags: 1
                flags: false
                empty {
                }
                model {
                  layers: 18
                  cov {
                  }
                  bbox {
                    scale: 35.0
                  }
                }
                """, SpecText.protobuf(spec));
    }

    @Test
    void aVersionWithinIsKept() throws IOException {
        assertEquals("a {\n  version: 2\n}\n", SpecText.protobuf(spec("{\"version\":\"1\",\"a\":{\"version\":2}}")));
        assertEquals("a:\n  version: 2\n", SpecText.yaml(spec("{\"version\":\"1\",\"a\":{\"version\":2}}")));
    }

    @Test
    void spacesAroundANameAreNoPartOfIt() throws IOException {
        assertEquals("soft_start {\n  a: 1\n}\n", SpecText.protobuf(spec("{\"soft_start \":{\"a\":1}}")));
    }

    @Test
    void textsCannotLeaveTheirQuotes() throws IOException {
        assertEquals(
                "a: \"\\\"} b: \\\\ \\n\\r\\t\\000\\033\\177 Größe\"\n",
                SpecText.protobuf(spec("{\"a\":\"\\\"} b: \\\\ \\n\\r\\t\\u0000\\u001b\\u007f Größe\"}")));
        for (String text : List.of("__A } b: 1__", "____", "__1__", "__A", "x__A__", "__Ä__", "__A__ ")) {
            ObjectNode spec = JSON.createObjectNode().put("a", text);
            assertEquals("a: \"" + text + "\"\n", SpecText.protobuf(spec));
        }
    }

    @Test
    void whatProtobufTextCannotSayIsRefused() throws IOException {
        assertRefused("/a b is no name", spec("{\"a b\":1}"));
        assertRefused("/x/a } b {~1 is no name", spec("{\"x\":{\"a } b {/\":1}}"));
        assertRefused("/ is no name", JSON.createObjectNode().put("", 1));
        assertRefused("/a/1 is a list within a list", spec("{\"a\":[1,[2]]}"));
        assertRefused("/a is no finite number", JSON.createObjectNode().put("a", Double.NaN));
    }

    private static void assertRefused(String told, ObjectNode spec) {
        DockException refused = assertThrows(DockException.class, () -> SpecText.protobuf(spec));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertTrue(refused.getMessage().startsWith("Invalid specs: " + told), refused.getMessage());
    }

    @Test
    void everyDefaultOfAProtobufArchitectureCanBeWritten() {
        Schemas schemas = new Schemas(Catalogue.tao(), List.of());
        int written = 0;
        for (Architecture each : Catalogue.tao().architectures()) {
            for (String action : each.backend() == Backend.PROTOBUF ? each.actions() : List.<String>of()) {
                Optional<ObjectNode> schema = schemas.schema(Topic.model(each.name(), action));
                if (schema.isPresent()) {
                    String text = SpecText.protobuf(new Specs().defaults(schema.get()));
                    assertEquals(
                            text.chars().filter(c -> c == '{').count(),
                            text.chars().filter(c -> c == '}').count());
                    written++;
                }
            }
        }
        assertEquals(96, written);
    }

    private static ObjectNode spec(String json) throws IOException {
        return (ObjectNode) SampleJson.of(json);
    }
}
