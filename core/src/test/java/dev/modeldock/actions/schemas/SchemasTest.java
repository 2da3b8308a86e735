package dev.modeldock.actions.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.specs.Specs;
import dev.modeldock.problems.DockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private final Schemas schemas = new Schemas(Catalogue.tao(), List.of());

    @Test
    void theSchemaOfAConversionIsTheOneOfTheRealServer() throws IOException {
        SampleJson.assertContains(SampleJson.resource("convert-kitti.json"), conversion("convert"));
        SampleJson.assertSame(
                SampleJson.resource("convert-kitti.json").get("default"),
                conversion("convert_and_index").get("default"));
    }

    @Test
    void defaultsAreThoseOfTheRealServer() throws IOException {
        assertDefault("""
                {"dataset_convert":{"annotations_file":"annotations.json","image_dir":"images","num_shards":256}}
                """, Topic.dataset("object_detection", "coco", "convert_efficientdet_tf1"));
        assertDefault("""
                {"dataset_convert":{"annotations_file":"annotations.json","image_dir":"images","include_masks":false,
                 "num_shards":256}}
                """, Topic.dataset("object_detection", "coco", "convert_efficientdet_tf2"));
        assertDefault(
                "{\"max_steps\":10000,\"min_x\":0,\"min_y\":0,\"num_clusters\":9}",
                Topic.dataset("object_detection", "kitti", "kmeans"));
        assertDefault("""
                {"batch_size":4,"color_config":{"hue_saturation_config":{"hue_rotation_angle":5.0,"saturation_shift":1.0}},
                 "dataset_config":{"image_path":"images","label_path":"labels"},"image_extension":".png",
                 "output_image_channel":3,"output_image_height":720,"output_image_width":1280,
                 "spatial_config":{"rotation_config":{"angle":10.0,"units":"degrees"}}}
                """, Topic.dataset("object_detection", "kitti", "augment"));
        assertDefault("{\"results_dir\":\"masks\"}", Topic.dataset("semantic_segmentation", "coco", "convert"));
        assertDefault("""
                {"equalization_criterion":"union","min_num_filters":16,"normalizer":"max","pruning_granularity":8,
                 "pruning_threshold":0.1}
                """, Topic.model("detectnet_v2", "prune"), "version");
    }

    @Test
    void defaultsOfDataServicesAreThoseOfTheRealServer() throws IOException {
        assertDefault("""
                {"coco":{"ann_file":"annotation.json"},"data":{"input_format":"COCO","output_format":"KITTI"},
                 "kitti":{"image_dir":"images","label_dir":"labels"}}
                """, Topic.model("annotations", "convert"));
        assertDefault("""
                {"data":{"ann_path":"anns","image_dir":"images","input_format":"KITTI","output_dir":"output"},
                 "graph":{"generate_summary_and_graph":true,"height":15,"show_all":false,"width":15},
                 "image":{"generate_image_with_bounding_box":false,"sample_size":100},
                 "wandb":{"project":"TAO data analytics","visualize":false},"workers":36}
                """, Topic.model("analytics", "analyze"));
        assertDefault("""
                {"apply_correction":true,"data":{"ann_path":"anns","image_dir":"images","input_format":"KITTI",
                 "output_dir":"output"},"workers":36}
                """, Topic.model("analytics", "validate"));
        assertDefault("""
                {"data":{"ann_path":"labels","batch_size":2,"dataset_type":"kitti","image_dir":"images",
                 "include_masks":false,"output_dataset":"out","output_image_height":300,"output_image_width":1000},
                 "gpu_ids":[0],"num_gpus":1,
                 "spatial_aug":{"rotation":{"angle":[0,10,30],"refine_box":{"enabled":true,"gt_cache":"label.json"}}}}
                """, Topic.model("augmentation", "generate"));
        assertDefault("""
                {"checkpoint":"model.ckpt","gpu_ids":[0],"inference":{"ann_path":"ann.json","img_dir":"images",
                 "label_dump_path":"out.json"},"results_dir":"out"}
                """, Topic.model("auto_label", "generate"));
    }

    @Test
    void aDeepTableComesOutWhole() throws IOException {
        ObjectNode schema = schema(Topic.model("dino", "train"));
        SampleJson.assertSame(SampleJson.of("""
                        {"checkpoint_interval":1,"clip_grad_norm":0.1,"distributed_strategy":"ddp","num_epochs":12,
                         "num_gpus":1,"num_nodes":1,"optim":{"lr":0.0002,"lr_backbone":2e-05,"lr_decay":0.1,
                         "lr_linear_proj_mult":0.1,"lr_scheduler":"MultiStep","lr_step_size":11,"lr_steps":[11],
                         "momentum":0.9,"monitor_name":"val_loss","optimizer":"AdamW","weight_decay":0.0001},
                         "precision":"fp32","validation_interval":1}
                        """), schema.at("/default/train"));
        assertEquals(
                Set.of("train.optim.lr", "train.optim.momentum", "model.num_queries", "model.num_select"),
                Set.copyOf(SampleJson.texts(schema.get("automl_default_parameters"))));
        assertFalse(schema.toString().contains("Infinity"));
    }

    @Test
    void typesThatJsonSchemaDoesNotKnowAreToldBeside() {
        JsonNode layers =
                schema(Topic.model("detectnet_v2", "train")).at("/properties/model_config/properties/num_layers");
        assertEquals("integer", layers.get("type").textValue());
        assertEquals("ordered_int", layers.get("value_type").textValue());
        assertEquals("[10,18,34,50,101]", layers.get("enum").toString());
        assertEquals(18, layers.get("default").intValue());
        JsonNode backbone =
                schema(Topic.model("action_recognition", "train")).at("/properties/model/properties/backbone");
        assertEquals("string", backbone.get("type").textValue());
        assertEquals("ordered", backbone.get("value_type").textValue());
        JsonNode version = schema(Topic.model("detectnet_v2", "train")).at("/properties/version");
        assertEquals("1", version.get("const").textValue());
        assertFalse(version.has("type"));
    }

    @Test
    void requiredAndPopularBubbleUp() {
        ObjectNode schema = schema(Topic.model("detectnet_v2", "train"));
        JsonNode rate = schema.at("/properties/training_config/properties/learning_rate");
        assertTrue(SampleJson.texts(schema.get("required")).contains("training_config"));
        assertTrue(SampleJson.texts(schema.get("popular")).contains("training_config"));
        assertEquals(List.of("soft_start_annealing_schedule"), SampleJson.texts(rate.get("required")));
        assertEquals(
                List.of("min_learning_rate", "max_learning_rate", "soft_start_epochs", "annealing_epochs"),
                SampleJson.texts(rate.at("/properties/early_stopping_annealing_schedule/required")),
                "the other schedule may be left out, but not in part");
    }

    @Test
    void titlesAndDescriptionsAreReadable() {
        JsonNode epochs =
                schema(Topic.model("detectnet_v2", "train")).at("/properties/training_config/properties/num_epochs");
        assertEquals("Num epochs", epochs.get("title").textValue());
        assertEquals(
                "Number of epochs of training_config", epochs.get("description").textValue());
    }

    @Test
    void nothingInASchemaChangesWithSomethingElse() {
        ObjectNode schema = conversion("convert");
        ObjectNode whole = schema.deepCopy();
        schema.withObject("/default/kitti_config").removeAll();
        assertEquals(whole.at("/properties/kitti_config/default"), schema.at("/properties/kitti_config/default"));
        assertEquals(whole, conversion("convert"));
    }

    @Test
    void theFormatOfADatasetDecides() {
        assertTrue(schemas.schema(Topic.dataset("object_detection", "kitti", "convert"))
                .isPresent());
        assertEquals(Optional.empty(), schemas.schema(Topic.dataset("object_detection", "coco", "convert")));
        assertEquals(
                schemas.schema(Topic.dataset("object_detection", "coco", "kmeans")),
                schemas.schema(Topic.dataset("object_detection", "kitti", "kmeans")));
    }

    @Test
    void whatIsNotKnownHasNoSchema() {
        assertEquals(Optional.empty(), schemas.schema(Topic.model("multitask_classification", "confmat")));
        assertEquals(Optional.empty(), schemas.schema(Topic.model("detectnet_v2", "fly")));
        assertEquals(Optional.empty(), schemas.schema(Topic.model("../catalogue.json\0", "train")));
        assertEquals(Optional.empty(), schemas.schema(Topic.dataset("image_classification", "default", "convert")));
    }

    @Test
    void defaultsNameTheClassesOfTheData() throws IOException {
        List<String> classes = List.of("car", "person", "car");
        ObjectNode train =
                schemas.schema(Topic.model("detectnet_v2", "train"), classes).orElseThrow();
        SampleJson.assertSame(
                SampleJson.of("[{\"key\":\"car\",\"value\":\"car\"},{\"key\":\"person\",\"value\":\"person\"}]"),
                train.at("/default/dataset_config/target_class_mapping"));
        assertEquals(2, train.at("/default/classwise_config").size());
        assertEquals("car", train.at("/default/classwise_config/0/key").textValue());
        assertEquals("person", train.at("/default/classwise_config/1/key").textValue());
        JsonNode usual = schema(Topic.model("detectnet_v2", "train")).at("/default/classwise_config/0/value");
        assertEquals(usual, train.at("/default/classwise_config/1/value"));
        ObjectNode inference = schemas.schema(Topic.model("detectnet_v2", "inference"), classes)
                .orElseThrow();
        SampleJson.assertSame(
                SampleJson.of("[\"car\",\"person\"]"), inference.at("/default/inferencer_config/target_classes"));
        JsonNode handler = inference.at("/default/bbox_handler_config/classwise_bbox_handler_config/1");
        assertEquals("person", handler.get("key").textValue());
        assertEquals("person", handler.at("/value/output_map").textValue());
        assertTrue(handler.at("/value").has("clustering_config"));
    }

    @Test
    void architecturesThatDoNotWantClassesAreNotTold() {
        assertEquals(
                schemas.schema(Topic.model("dino", "train")),
                schemas.schema(Topic.model("dino", "train"), List.of("car")));
    }

    @Test
    void moreClassesThanAnybodyReadsAreNotNamed() {
        Topic topic = Topic.model("detectnet_v2", "train");
        List<String> classes =
                IntStream.rangeClosed(0, 1000).mapToObj(i -> "class " + i).toList();
        ObjectNode schema = schemas.schema(topic, classes.subList(0, 1000)).orElseThrow();
        assertEquals(1000, schema.at("/default/classwise_config").size());
        assertEquals(List.of(), new Specs().faults(schema, new Specs().defaults(schema)));
        assertEquals(schemas.schema(topic), schemas.schema(topic, classes));
    }

    @Test
    void aPackBringsItsOwnSchemas() {
        ObjectNode brought = JsonNodeFactory.instance.objectNode().put("type", "object");
        Topic topic = Topic.model("dino", "train");
        Schemas packed = new Schemas(
                Catalogue.tao(), List.of(asked -> asked.equals(topic) ? Optional.of(brought) : Optional.empty()));
        assertEquals(Optional.of(brought), packed.schema(topic));
        assertNotSame(brought, packed.schema(topic).orElseThrow());
        assertEquals(schemas.schema(Topic.model("dino", "export")), packed.schema(Topic.model("dino", "export")));
    }

    private ObjectNode conversion(String action) {
        return schema(Topic.dataset("object_detection", "kitti", action));
    }

    private ObjectNode schema(Topic topic) {
        return schemas.schema(topic).orElseThrow();
    }

    private void assertDefault(String expected, Topic topic, String... left) throws IOException {
        ObjectNode found = schema(topic).withObject("/default").deepCopy();
        SampleJson.assertSame(SampleJson.of(expected), found.without(List.of(left)));
    }

    private static Schemas adding(String fields) {
        SchemaPack pack = new SchemaPack() {
            @Override
            public Optional<ObjectNode> schema(Topic topic) {
                return Optional.empty();
            }

            @Override
            public Optional<ObjectNode> fields(Topic topic) {
                return topic.action().equals("train") ? Optional.of(read(fields)) : Optional.empty();
            }
        };
        return new Schemas(Catalogue.tao(), List.of(pack));
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fieldsOfARunnerStandBesideThoseOfTheTable() {
        Topic topic = Topic.model("classification_tf2", "train");
        ObjectNode table = schemas.schema(topic).orElseThrow();
        ObjectNode both = adding("""
                        {"description": "ours", "properties": {"mine": {"type": "integer", "default": 3, "minimum": 1}},
                         "default": {"mine": 3}, "popular": ["mine"], "required": ["mine"],
                         "automl_default_parameters": ["mine"]}""").schema(topic).orElseThrow();
        assertEquals("ours", both.remove("description").asText());
        assertEquals(3, ((ObjectNode) both.get("default")).remove("mine").asInt());
        assertEquals(
                "{\"type\":\"integer\",\"default\":3,\"minimum\":1}",
                ((ObjectNode) both.get("properties")).remove("mine").toString());
        assertEquals("[\"mine\"]", both.get("automl_default_parameters").toString(), "a search tries what is read");
        for (String names : List.of("popular", "required")) {
            assertEquals("mine", both.get(names).get(both.get(names).size() - 1).asText());
        }
        assertEquals(table.get("properties"), both.get("properties"));
        assertEquals(table.get("default"), both.get("default"));
        Topic other = Topic.model("classification_tf2", "export");
        assertEquals(schemas.schema(other), adding("{}").schema(other));
    }

    @Test
    void fieldsMayBeAllThereIs() {
        Topic topic = Topic.model("nothing_that_is_known", "train");
        assertEquals(Optional.empty(), schemas.schema(topic));
        ObjectNode schema = adding(
                        "{\"properties\": {\"mine\": {\"type\": \"string\"}}, \"default\": {\"mine\": \"\"}}")
                .schema(topic)
                .orElseThrow();
        assertEquals("{\"mine\":\"\"}", schema.get("default").toString());
        new Specs().requireSchema(schema);
    }

    @Test
    void aFieldThatIsThereAlreadyIsTheRunnersFault() {
        Topic topic = Topic.model("classification_tf2", "train");
        for (String group : List.of("properties", "default")) {
            Schemas clashing = adding("{\"" + group + "\": {\"dataset\": {}}}");
            DockException fault = assertThrows(DockException.class, () -> clashing.schema(topic));
            assertEquals(
                    "The field \"dataset\" that the runner of this action adds to its spec is there already.",
                    fault.getMessage());
        }
    }
}
