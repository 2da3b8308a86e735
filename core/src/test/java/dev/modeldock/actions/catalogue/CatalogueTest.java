package dev.modeldock.actions.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final List<String> FULL =
            List.of("train", "evaluate", "prune", "retrain", "export", "gen_trt_engine", "inference");

    private final Catalogue catalogue = Catalogue.tao();

    @Test
    void knowsEveryTypeWithItsFormats() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("object_detection", Set.of("kitti", "raw", "coco", "coco_raw")),
                        Map.entry("instance_segmentation", Set.of("raw", "coco", "coco_raw")),
                        Map.entry("semantic_segmentation", Set.of("unet", "coco", "raw")),
                        Map.entry("image_classification", Set.of("default", "custom", "raw", "classification_pyt")),
                        Map.entry("character_recognition", Set.of("lprnet", "raw")),
                        Map.entry("bpnet", Set.of("default")),
                        Map.entry("fpenet", Set.of("default")),
                        Map.entry("action_recognition", Set.of("default")),
                        Map.entry("pointpillars", Set.of("default")),
                        Map.entry("pose_classification", Set.of("default")),
                        Map.entry("ml_recog", Set.of("default")),
                        Map.entry("ocdnet", Set.of("default")),
                        Map.entry("ocrnet", Set.of("default")),
                        Map.entry("optical_inspection", Set.of("default")),
                        Map.entry("re_identification", Set.of("default"))),
                catalogue.types().stream()
                        .collect(Collectors.toMap(
                                DatasetType::name, type -> type.formats().keySet())));
    }

    @Test
    void theActionsOfADatasetDependOnItsFormat() {
        DatasetType type = type("object_detection");
        List<String> conversions = List.of(
                "convert",
                "convert_and_index",
                "convert_efficientdet_tf1",
                "convert_efficientdet_tf2",
                "augment",
                "kmeans");
        assertEquals(conversions, type.actions("kitti"));
        assertEquals(conversions, type.actions("coco"));
        assertEquals(List.of(), type.actions("raw"));
        assertEquals(List.of("convert"), type("semantic_segmentation").actions("coco"));
        assertEquals(List.of(), type("semantic_segmentation").actions("unet"));
        assertEquals(
                List.of(
                        "dataset_convert",
                        "train",
                        "evaluate",
                        "export",
                        "prune",
                        "retrain",
                        "inference",
                        "gen_trt_engine"),
                type("ocrnet").actions("default"));
    }

    @Test
    void noTypeTakesPascalVoc() {
        assertEquals(
                List.of(),
                catalogue.types().stream()
                        .filter(type -> type.takes("pascal_voc"))
                        .toList());
        assertEquals(List.of(), type("object_detection").actions("pascal_voc"));
        assertTrue(type("object_detection").takes("kitti"));
    }

    @Test
    void knowsEveryArchitecture() {
        assertEquals(35, catalogue.architectures().size());
        for (Architecture each : catalogue.architectures()) {
            assertTrue(catalogue.type(each.datasetType()).isPresent(), each.name());
            assertFalse(each.actions().isEmpty(), each.name());
        }
        assertEquals(
                Set.of(
                        "detectnet_v2",
                        "faster_rcnn",
                        "yolo_v3",
                        "yolo_v4",
                        "yolo_v4_tiny",
                        "ssd",
                        "dssd",
                        "retinanet",
                        "classification_tf1",
                        "classification_tf2",
                        "multitask_classification",
                        "lprnet"),
                catalogue.architectures().stream()
                        .filter(Architecture::classwise)
                        .map(Architecture::name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void tellsWhatAnArchitectureDoesAndHow() {
        Architecture detectnet = architecture("detectnet_v2");
        assertEquals(FULL, detectnet.actions());
        assertEquals("object_detection", detectnet.datasetType());
        assertEquals(Backend.PROTOBUF, detectnet.backend());
        assertEquals(Backend.YAML, architecture("efficientdet_tf2").backend());
        assertEquals(
                List.of("train", "evaluate", "inference"), architecture("mal").actions());
        assertEquals(List.of("analyze", "validate"), architecture("analytics").actions());
        assertTrue(architecture("multitask_classification").actions().contains("confmat"));
    }

    @Test
    void oldSpellingsAreUnderstoodAndAnsweredCanonically() {
        assertEquals("bpnet", architecture("bpnnet").name());
        assertEquals("bpnet", type("bpnnet").name());
        assertEquals("classification_pyt", architecture("classification_py").name());
        assertTrue(type("image_classification").takes(catalogue.canonical("classification_py")));
        assertEquals("kitti", catalogue.canonical("kitti"));
        assertEquals(Optional.empty(), catalogue.type("Object_Detection"));
        assertEquals(Optional.empty(), catalogue.architecture("resnet"));
    }

    @Test
    void enginesAreBuiltAndUsedInTheImageOfDeploy() {
        Image image = architecture("detectnet_v2").image();
        assertEquals("tao-toolkit:5.0.0-tf1.15.5", image.of("train", Optional.empty()));
        assertEquals("tao-toolkit:5.0.0-tf1.15.5", image.of("inference", Optional.of("train")));
        assertEquals("tao-toolkit:5.0.0-deploy", image.of("gen_trt_engine", Optional.of("export")));
        assertEquals("tao-toolkit:5.0.0-deploy", image.of("inference", Optional.of("gen_trt_engine")));
        assertEquals(
                "tao-toolkit:5.0.0-data-services",
                architecture("annotations").image().of("convert", Optional.empty()));
    }

    private DatasetType type(String name) {
        return catalogue.type(name).orElseThrow();
    }

    private Architecture architecture(String name) {
        return catalogue.architecture(name).orElseThrow();
    }
}
