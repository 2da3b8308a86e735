package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actions list} and {@code actions install} of the shaded jar, and the job that names what would be installed. */
class ActionsCommandIT {
    @TempDir
    Path temp;

    private DockCommand actions(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "actions";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = temp.resolve("data").toString();
        return DockCommand.run(all);
    }

    private JsonNode listed(String name) {
        DockCommand list = actions("list", "--json");
        assertEquals(0, list.exit(), list.err());
        for (JsonNode pack : Answer.parse(list.out())) {
            if (pack.path("name").asText().equals(name)) {
                return pack;
            }
        }
        throw new AssertionError(name + " is not in " + list.out());
    }

    @Test
    void packsAreShippedThenInstalledAndABrokenOneSaysWhatIsWrong() throws IOException {
        assertEquals("shipped", listed("nvidia").path("state").asText());
        assertFalse(Files.exists(temp.resolve("data")), "to list makes nothing");
        DockCommand installed = actions("install", "slurm");
        assertEquals(0, installed.exit(), installed.err());
        Path folder = temp.resolve("data/actions/slurm");
        assertTrue(installed.out().contains(folder.toString()), installed.out());
        assertTrue(installed.out().contains("POST /v1/actions/reload"), installed.out());
        assertTrue(Files.isExecutable(folder.resolve("through-slurm")));
        assertFalse(Files.isExecutable(folder.resolve("settings")));
        assertEquals("installed", listed("slurm").path("state").asText());
        Files.writeString(folder.resolve("action.json"), "{");
        JsonNode broken = listed("slurm");
        assertEquals("broken", broken.path("state").asText());
        assertTrue(broken.path("fault").asText().contains("action.json is no JSON"), broken::toString);
        assertTrue(actions("list").out().contains("slurm  broken  action.json is no JSON"));
    }

    /** The same from the command line and from a server: what is done without any pack. */
    @Test
    void whatTheProgramDoesByItselfIsListed() {
        Map<String, JsonNode> does = new TreeMap<>();
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            dock.http().get("/v1/actions").expect(200).json().path("runners").forEach(each -> {
                does.put(each.path("id").asText(), each.path("does"));
                assertEquals(each.path("does"), listed(each.path("id").asText()).path("does"));
                assertEquals(
                        "built-in",
                        listed(each.path("id").asText()).path("state").asText());
            });
        }
        assertEquals(Set.of("classifier", "data-services"), does.keySet());
        assertEquals(Answer.parse("""
                [{"architecture":"classification_tf1",
                  "actions":["train","evaluate","prune","retrain","export","inference"]},
                 {"architecture":"classification_tf2",
                  "actions":["train","evaluate","prune","retrain","export","inference"]},
                 {"architecture":"classification_pyt","actions":["train","evaluate","export","inference"]}]"""), does.get("classifier"));
        assertEquals(Answer.parse("""
                [{"architecture":"annotations","actions":["convert"]},
                 {"architecture":"analytics","actions":["analyze","validate"]},
                 {"architecture":"augmentation","actions":["generate"]},
                 {"dataset_type":"object_detection","format":"kitti","actions":["convert","convert_and_index","augment","kmeans"]},
                 {"dataset_type":"object_detection","format":"coco",
                  "actions":["convert_efficientdet_tf1","convert_efficientdet_tf2","augment","kmeans"]},
                 {"dataset_type":"instance_segmentation","format":"coco","actions":["convert"]},
                 {"dataset_type":"semantic_segmentation","format":"coco","actions":["convert"]}]"""), does.get("data-services"));
        String text = actions("list").out();
        assertTrue(text.contains("data-services  built-in  object_detection kitti  [convert, "), text);
        assertTrue(text.contains("classifier  built-in  classification_pyt  [train, "), text);
    }

    @Test
    void whatIsThereStaysUnlessForced() throws IOException {
        assertEquals(0, actions("install", "nvidia").exit());
        Path settings = temp.resolve("data/actions/nvidia/settings");
        Files.writeString(settings, "network=bridge\n");
        DockCommand again = actions("install", "nvidia");
        assertEquals(1, again.exit());
        assertEquals(1, again.err().lines().count(), again.err());
        assertTrue(again.err().contains("is there already. With --force"), again.err());
        DockCommand forced = actions("install", "nvidia", "--force");
        assertEquals(0, forced.exit(), forced.err());
        assertEquals("network=bridge\n", Files.readString(settings));
        DockCommand unknown = actions("install", "slrum");
        assertEquals(1, unknown.exit());
        assertTrue(unknown.err().contains("the nearest is slurm"), unknown.err());
    }

    @Test
    void anActionThatNobodyDoesNamesThePackAndAServerReadsItWhileItRuns() {
        Path elsewhere = temp.resolve("packs");
        try (RunningDock dock = RunningDock.with(temp.resolve("data"))
                .set("actions.directory", elsewhere.toString())
                .start()) {
            TaoApi tao = TaoApi.somebody(dock.http());
            String model = tao.model("dino");
            tao.failed(
                    model,
                    tao.submitted(model, "train"),
                    "The pack nvidia that comes with Modeldock would: java -jar modeldock.jar actions install nvidia");
            assertEquals(
                    0,
                    actions("install", "nvidia", "--set", "actions.directory=" + elsewhere)
                            .exit());
            JsonNode packs =
                    dock.http().post("/v1/actions/reload").expect(200).json().path("packs");
            assertEquals("nvidia", packs.at("/0/name").asText(), packs::toString);
            tao.failed(model, tao.submitted(model, "train"), "needs an NVIDIA graphics card");
        }
    }
}
