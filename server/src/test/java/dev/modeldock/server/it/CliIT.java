package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the real jar through pipes: JSON for programs, and exit codes for scripts. */
class CliIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Cli cli;

    @BeforeAll
    static void start() {
        Path data = temp.resolve("data");
        TaoPacks.detection(data, temp.resolve("wait"));
        dock = RunningDock.with(data)
                .set(
                        "source.local.roots",
                        TinyModels.root("tiny-bert").getParent().toString())
                .start();
        cli = Cli.of(dock.http().base(), temp.resolve("cache"));
        cli.out(
                "import",
                "local",
                "--path",
                TinyModels.root("tiny-bert").getParent().toString(),
                "--follow");
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void modelsAreListedShownAndVerified() {
        JsonNode all = cli.json("ls", "tiny", "--source", "local");
        Set<String> names = new TreeSet<>();
        all.path("items").forEach(model -> names.add(model.path("name").asText()));
        assertTrue(names.containsAll(List.of("local/tiny-bert", "local/tiny-lora")), names::toString);
        assertEquals(1, cli.json("ls", "tiny", "--limit", "1").path("items").size());
        assertTrue(cli.json("ls", "nothing-is-called-so").path("items").isEmpty());
        String table = cli.out("ls", "tiny-bert", "--profile", "transformers-safetensors");
        assertTrue(table.startsWith("NAME ") && table.contains("local/tiny-bert  "), table);
        assertFalse(table.contains("\033"), "no colours in a pipe");
        JsonNode shown = cli.json("show", "local/tiny-bert");
        assertEquals(4, shown.path("files").size(), shown::toString);
        assertTrue(cli.out("show", "local/tiny-bert").contains("model.safetensors"));
        assertTrue(cli.json("verify", "local/tiny-bert").path("right").asBoolean());
        assertTrue(cli.json("verify", "--all").size() >= 4);
    }

    @Test
    void aSourceTellsItsFieldsAndAnUnknownOneIsRefusedWithThem() {
        String help = cli.out("import", "local", "--help");
        assertTrue(help.contains("--model-name <text>") && help.contains("Examples:"), help);
        String refused = cli.refused(2, "import", "local", "--pth", "x");
        assertTrue(refused.contains("no field pth; the nearest is --path") && refused.contains("--dry-run"), refused);
        assertTrue(cli.refused(4, "import", "locl", "--path", "x").contains("there are: "));
        JsonNode plan = cli.json(
                "import",
                "local",
                "--path",
                TinyModels.root("tiny-bert").toString(),
                "--name",
                "local/planned",
                "--include",
                "config.json,*.safetensors",
                "--dry-run");
        assertEquals(2, plan.path("files_chosen").asInt(), plan::toString);
    }

    @Test
    void aFileIsSentWithTheRequestAndFollowedInLines() throws IOException {
        Path tar = Files.write(temp.resolve("sent.tar"), Archives.tar(TinyModels.variant("sent along")));
        String lines =
                cli.out("import", "local", "--file", tar.toString(), "--model-name", "sent", "--follow", "--json");
        List<JsonNode> all = lines.lines().map(Answer::parse).toList();
        JsonNode last = all.get(all.size() - 1);
        assertEquals("DONE", last.path("task_status").asText(), lines);
        assertEquals("local/sent", last.at("/models/0/name").asText(), lines);
        JsonNode again = cli.json("jobs", last.path("id").asText());
        assertEquals(last.path("commit"), again.at("/result/models/0/commit"), again::toString);
        JsonNode jobs = cli.json("jobs", "--state", "done", "--limit", "1");
        assertEquals(1, jobs.path("items").size());
        assertTrue(cli.out("jobs").contains("DONE"));
    }

    @Test
    void anExportIsTheSameArchiveAndGoesOnWhereItWas() throws IOException {
        Path file = temp.resolve("bert.zip");
        JsonNode done = cli.json("export", "local/tiny-bert", "--format", "zip", "-o", file.toString());
        byte[] whole = Files.readAllBytes(file);
        assertEquals(whole.length, done.path("bytes").asInt());
        assertTrue(cli.refused(1, "export", "local/tiny-bert", "-o", file.toString())
                .contains("is there already"));
        // As a kill leaves it: a part, and the tag of what it is a part of.
        String id = cli.json("show", "local/tiny-bert").path("id").asText();
        String url = dock.http()
                .post("/api/public/models/" + id + "/export?format=zip")
                .json()
                .path("downloadUrl")
                .asText();
        String tag = dock.http().head(url).header("etag").orElseThrow();
        Files.delete(file);
        Files.write(temp.resolve("bert.zip.part"), Arrays.copyOf(whole, 5000));
        Files.writeString(temp.resolve("bert.zip.part.etag"), tag);
        JsonNode resumed = cli.json("export", "local/tiny-bert", "--format", "zip", "-o", file.toString());
        assertEquals(5000, resumed.path("resumedAt").asInt(), resumed::toString);
        assertArrayEquals(whole, Files.readAllBytes(file));
        assertFalse(Files.exists(temp.resolve("bert.zip.part.etag")));
    }

    @Test
    void deletingTellsWhatItFreesAndWantsAYes() {
        cli.out(
                "import",
                "local",
                "--path",
                TinyModels.root("tiny-lora").toString(),
                "--name",
                "local/going",
                "--follow");
        assertTrue(cli.refused(2, "rm", "local/going").contains("add --yes"));
        JsonNode dry = cli.json("rm", "local/going", "--dry-run");
        assertTrue(dry.path("dryRun").asBoolean() && dry.has("freedBytes"), dry::toString);
        assertFalse(cli.json("rm", "local/going", "--yes").path("dryRun").asBoolean());
        assertTrue(cli.refused(4, "rm", "local/going", "--yes").contains("local/going"));
    }

    @Test
    void datasetsAreListedAndActionsAreDoneAndFollowed() {
        String user = dock.http().get("/api/v1/auth").json().path("user_id").asText();
        TaoApi tao = new TaoApi(dock.http(), user);
        String dataset = TaoApi.id(tao.dataset("object_detection", "kitti"));
        assertTrue(cli.out("datasets", "--type", "object_detection").contains(dataset));
        assertEquals(dataset, cli.json("datasets", dataset).path("id").asText());
        String model = TaoApi.id(tao.model("detectnet_v2"));
        JsonNode jobs = cli.json("train", model, "--action", "train", "--set", "training_config.num_epochs=2");
        assertEquals(1, jobs.path("jobs").size());
        assertEquals(
                2,
                tao.shown("/model/" + model + "/specs/train")
                        .at("/training_config/num_epochs")
                        .asInt());
        String lines = cli.out("train", "cm-" + model, "--action", "train", "--follow", "--json");
        List<JsonNode> all = lines.lines().map(Answer::parse).toList();
        assertEquals("Done", all.get(all.size() - 1).path("status").asText(), lines);
        DockCommand failed = cli.run("train", TaoApi.id(tao.model("dino")), "--action", "train", "--follow");
        assertEquals(6, failed.exit(), failed.err());
        assertTrue(failed.err().contains("is failed: No action pack"), failed.err());
    }

    @Test
    void whatNothingNeedsIsTaken() throws IOException {
        Path folder = Files.createDirectories(dock.data().resolve("blobs/ab"));
        Path stray = Files.write(folder.resolve("ab" + "0".repeat(62)), new byte[1234]);
        JsonNode dry = cli.json("gc", "--dry-run");
        assertEquals(1234, dry.path("bytes").asInt(), dry::toString);
        assertEquals("strays", dry.at("/items/0/what").asText(), dry::toString);
        assertTrue(Files.exists(stray));
        assertTrue(cli.refused(2, "gc").contains("add --yes"));
        assertEquals(1234, cli.json("gc", "--yes").path("bytes").asInt());
        assertFalse(Files.exists(stray));
        assertTrue(cli.out("gc", "--dry-run").contains("0 B could go."));
    }

    @Test
    void theDescriptionIsWhatTheDockSays() {
        Answer described = dock.http().get("/openapi.json");
        DockCommand printed = cli.run("openapi");
        assertEquals(described.status() == 200 ? 0 : 4, printed.exit(), printed.err());
        if (described.status() == 200) {
            assertEquals(described.json(), Answer.parse(printed.out()));
        }
    }

    @Test
    void exitCodesTellWhatHappened() {
        assertTrue(cli.refused(2, "ls", "--nmespace", "x").contains("the nearest is --namespace"));
        assertTrue(cli.refused(2, "show").contains("<model>"));
        assertTrue(cli.refused(2, "ls", "--url", "nowhere").contains("is no address"));
        assertTrue(cli.refused(3, "ls", "--url", "http://127.0.0.1:1").contains("No dock answers"));
        assertTrue(cli.refused(4, "show", "local/nothing").contains("local/nothing"));
        assertTrue(cli.refused(5, "ls", "--key", "mdk_wrong").contains("MODELDOCK_KEY"));
        String reader = DockCommand.run(
                        "keys",
                        "create",
                        "--name",
                        "reader",
                        "--user",
                        "ann",
                        "--scopes",
                        "read",
                        "--data",
                        dock.data().toString())
                .out()
                .strip();
        Cli ann = cli.with("MODELDOCK_KEY", reader);
        ann.out("ls");
        String refused = ann.refused(5, "gc", "--yes");
        assertFalse(refused.contains(reader), refused);
    }

    @Test
    void aJobThatFailsIsSix() throws IOException {
        Path broken = Files.write(temp.resolve("broken.tar"), new byte[2048]);
        DockCommand failed = cli.run("push", broken.toString());
        assertEquals(6, failed.exit(), failed.out() + failed.err());
    }

    @Test
    void anInterruptIsOneHundredAndThirty() throws Exception {
        Tools.need("sh");
        Path log = temp.resolve("events.log");
        Process events = cli.start(log, "jobs", "--follow", "--json");
        try {
            Await.until(
                    "it follows",
                    () -> {
                        cli.run(
                                "import",
                                "local",
                                "--path",
                                TinyModels.root("tiny-bin").toString(),
                                "--on-conflict",
                                "skip");
                        return Files.readString(log);
                    },
                    text -> text.contains("\"event\":\"job."));
            Files.readAllLines(log).forEach(Answer::parse);
            Tools.run("sh", "-c", "kill -INT " + events.pid());
            assertTrue(events.waitFor(30, TimeUnit.SECONDS));
            assertEquals(130, events.exitValue());
        } finally {
            events.destroyForcibly();
        }
    }
}
