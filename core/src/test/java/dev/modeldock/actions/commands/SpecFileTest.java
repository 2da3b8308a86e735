package dev.modeldock.actions.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPack.SpecForm;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pack lays over a spec, and how the spec is written then. */
class SpecFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    private String written(String kind, String spec, String set, SettingValues values) throws IOException {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        JSON.readTree(set).properties().forEach(each -> settings.put(each.getKey(), each.getValue()));
        ActionPack pack = new ActionPack(
                "pack",
                temp,
                List.of(kind),
                List.of("train"),
                List.of("true"),
                SpecForm.ARCHITECTURE,
                false,
                false,
                Map.of(),
                Map.of(kind, Map.of("train", settings)),
                Map.of());
        ActionTask.Subject subject = new ActionTask.Subject("id", kind, "", "train", "");
        return Files.readString(new SpecFile(pack, Catalogue.tao()).write(spec, subject, values, temp));
    }

    private static SettingValues values(List<Path> train) {
        ActionTask.Inputs inputs =
                new ActionTask.Inputs(train, List.of(), List.of(), List.of(), List.of(), Optional.empty());
        return SettingValues.of(Map.of("results", "/r", "dataset.eval", "", "dataset.train", "joined"), inputs);
    }

    @Test
    void whatHasNoValueIsLeftOutAsAWhole() throws IOException {
        assertEquals(
                """
                here: "mine"
                results_dir: "/r/x"
                other: "{unknown}"
                """,
                written(
                        "dino",
                        "{\"here\": \"mine\"}",
                        "{\"here\": \"{dataset.eval}/images\", \"results_dir\": \"{results}/x\","
                                + " \"data.val\": [{\"a\": \"{results}\", \"b\": {\"c\": \"{dataset.eval}\"}}],"
                                + " \"other\": \"{unknown}\"}",
                        values(List.of())));
    }

    @Test
    void anElementStandsOnceForEachDataset() throws IOException {
        String set = "{\"sources\": [{\"path\": \"{each.dataset.train}/a\", \"root\": \"{each.dataset.train}/\"}],"
                + " \"all\": \"{dataset.train}\"}";
        assertEquals("""
                sources:
                  - path: "/one/a"
                    root: "/one/"
                  - path: "/two/a"
                    root: "/two/"
                all: "joined"
                """, written("dino", "{}", set, values(List.of(Path.of("/one"), Path.of("/two")))));
        assertEquals("all: \"joined\"\n", written("dino", "{}", set, values(List.of())));
    }

    @Test
    void whatCountsForAClassIsWhereContainersReadIt() throws IOException {
        String spec = """
                {"cost_function_config": {"enable": true}, "classwise_config": [{"key": "car",
                 "value": {"bbox_rasterizer_config": {"radius": 1}, "cost_function_config": {"class_weight": 4.0},
                           "evaluation_config": {"minimum_detection_ground_truth_overlap": 0.5,
                                                 "evaluation_box_config": {"minimum_height": 20}}},
                 "postprocessing_config": {"clustering": true}},
                 {"value": {"bbox_rasterizer_config": {"radius": 2}}}]}""";
        assertEquals("""
                cost_function_config {
                  enable: true
                  target_classes {
                    name: "car"
                    class_weight: 4.0
                  }
                }
                bbox_rasterizer_config {
                  target_class_config {
                    key: "car"
                    value {
                      radius: 1
                    }
                  }
                  target_class_config {
                    value {
                      radius: 2
                    }
                  }
                }
                postprocessing_config {
                  target_class_config {
                    key: "car"
                    value {
                      clustering: true
                    }
                  }
                }
                evaluation_config {
                  minimum_detection_ground_truth_overlap {
                    key: "car"
                    value: 0.5
                  }
                  evaluation_box_config {
                    key: "car"
                    value {
                      minimum_height: 20
                    }
                  }
                }
                """, written("detectnet_v2", spec, "{}", values(List.of())));
    }
}
