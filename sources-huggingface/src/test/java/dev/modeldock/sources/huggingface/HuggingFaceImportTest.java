package dev.modeldock.sources.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.Accounting;
import dev.modeldock.Await;
import dev.modeldock.DockConfig;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.FakeModel;
import dev.modeldock.fakes.Fault;
import dev.modeldock.fakes.LoggedRequest;
import dev.modeldock.imports.Forecast;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.PreparedImport;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobFilter;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.transfers.TransferLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole trips of models from a hub into a dock, and what becomes of those that are cut off. */
@Timeout(60)
class HuggingFaceImportTest {
    private static final int MIB = 1 << 20;
    private static final String ID = "google-bert/bert-base-uncased";
    private static final String WEIGHTS = "model-00001-of-00002.safetensors";
    private static final JobFilter ALL =
            new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    private final FakeHub hub = new FakeHub();
    private OpenDock dock;

    @BeforeEach
    void open() throws IOException {
        hub.rename("bert-base-uncased", ID);
        dock = dock(new TransferLimits(Duration.ofSeconds(30), 2, Duration.ofSeconds(5)));
    }

    private OpenDock dock(TransferLimits limits) throws IOException {
        return OpenDock.over(
                data,
                Map.of("source.huggingface.endpoint", hub.url().toString()),
                new DockConfig.TransferConfig(limits, 0));
    }

    @AfterEach
    void close() {
        hub.close();
        dock.close();
        assertEquals(List.of(), hub.leaks(), "the token went to the CDN");
    }

    private interface Use<T> {
        T of(PreparedImport prepared) throws Exception;
    }

    private <T> T prepared(Map<String, String> values, Use<T> use) throws Exception {
        try (ImportDraft draft = dock.dock().imports().requests().draft(0)) {
            values.forEach(draft::value);
            return use.of(dock.dock().imports().requests().prepare("huggingface", draft, OpenDock.LOCAL));
        }
    }

    private static Map<String, String> asked(String tag, String... more) {
        Map<String, String> values = new HashMap<>(Map.of("model_tag", tag));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    private Job start(String tag, String... more) throws Exception {
        return prepared(asked(tag, more), PreparedImport::start);
    }

    private Job bring(String tag, String... more) throws Exception {
        return dock.done(start(tag, more));
    }

    private DockException refused(Problem problem, String tag, String... more) throws Exception {
        DockException no = assertThrows(DockException.class, () -> start(tag, more));
        assertEquals(problem, no.problem(), no.getMessage());
        assertEquals(0, jobs(), "no job was made");
        dock.assertSettled();
        return no;
    }

    private long jobs() {
        return dock.dock().jobs().list(ALL, 10, 0).total();
    }

    private static JsonNode only(Job job) {
        assertEquals(1, job.result().path("models").size(), job.result()::toString);
        return job.result().path("models").get(0);
    }

    private static Map<String, byte[]> bytes(FakeFiles files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.entries().forEach((path, file) -> bytes.put(path, file.content().bytes()));
        return bytes;
    }

    private static long size(FakeFiles files) {
        return files.entries().values().stream()
                .mapToLong(file -> file.content().size())
                .sum();
    }

    private static FakeFiles weights(int shards, int bytesEach) {
        return FakeFiles.generatedModel(shards, bytesEach);
    }

    /** Wait until so much of a job is done. */
    private void awaitDone(Job job, long bytes) throws Exception {
        Await.until(
                "so much has come",
                () -> dock.dock().jobs().get(job.id()).progress().bytesDone() >= bytes);
    }

    private Job now(Job job) {
        return dock.dock().jobs().get(job.id());
    }

    /** Bytes of files that were sent, by path; answers that only lead elsewhere are left out. */
    private Map<String, Long> moved() {
        Map<String, Long> moved = new TreeMap<>();
        hub.log().all().stream()
                .filter(each -> !each.file().isEmpty() && (each.status() == 200 || each.status() == 206))
                .forEach(each -> moved.merge(each.file(), each.bytes(), Long::sum));
        return moved;
    }

    private long fetches(String file) {
        return hub.log().of("*" + file).stream()
                .filter(each -> each.server().equals("cdn"))
                .count();
    }

    // Whole models.

    @Test
    void theTinyModelsComeWhole() throws Exception {
        for (String name : List.of("tiny-bert", "tiny-bert-sharded", "tiny-bin", "tiny-lora")) {
            FakeModel model = hub.model("tiny/" + name);
            String commit = model.commit("main", FakeFiles.tiny(name));
            Job job = bring("tiny/" + name);
            Map<String, byte[]> files = PackedModel.files(name);
            dock.assertFiles(files, "tiny/" + name);
            Version version = dock.main("tiny/" + name);
            assertEquals(commit, version.commit());
            assertEquals("stored", only(job).path("outcome").asText());
            assertEquals("tiny/" + name, only(job).path("name").asText());
            assertEquals(commit, only(job).path("commit").asText());
            assertEquals(1, only(job).path("version").asInt());
            assertEquals(dock.model("tiny/" + name).id(), only(job).path("id").asText());
            assertEquals(job.modelId(), only(job).path("id").asText(), "as was announced");
            long all = files.values().stream().mapToLong(each -> each.length).sum();
            assertEquals(
                    all,
                    job.result().path("bytesMoved").asLong()
                            + job.result().path("bytesSaved").asLong());
            assertTrue(job.result().path("seconds").isNumber());
            assertEquals("tiny/" + name + "@main", job.tag());
            assertEquals(all, job.progress().bytesDone());
        }
        dock.assertSettled();
    }

    @Test
    void whatTheHubKnowsIsKept() throws Exception {
        hub.model(ID, FakeFiles.tiny("tiny-bert").file("README.md", "# A card"))
                .license("mit")
                .pipelineTag("fill-mask")
                .library("transformers");
        Job job = bring("bert-base-uncased");
        JsonNode origin = dock.main(ID).origin();
        assertEquals("mit", origin.path("license").asText());
        assertEquals("fill-mask", origin.path("pipeline_tag").asText());
        assertEquals("transformers", origin.path("library_name").asText());
        assertEquals("HUGGINGFACE", origin.path("source").asText());
        assertEquals("main", origin.path("revision").asText());
        assertEquals(job.id(), origin.path("job").asText());
        assertEquals(
                "bert-base-uncased", origin.path("request").path("model_tag").asText());
        assertEquals("HUGGINGFACE", dock.model(ID).source());
        assertEquals(
                Set.of("main"), dock.dock().models().aliasesOf(dock.model(ID)).keySet());
    }

    @Test
    void anOldNameIsThatOfTheModelItLeadsTo() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert");
        hub.model(ID, files);
        Job job = bring("bert-base-uncased");
        assertEquals(ID, only(job).path("name").asText());
        dock.assertFiles(bytes(files), ID);
    }

    @Test
    void equalFilesMoveOnce() throws Exception {
        Content shared = Content.generated(7, 300_000);
        FakeFiles files = FakeFiles.tiny("tiny-bert").lfs("one.bin.txt", shared).lfs("two.bin.txt", shared);
        hub.model(ID, files);
        Job job = bring(ID);
        dock.assertFiles(bytes(files), ID);
        assertEquals(1, fetches(".bin.txt"));
        assertEquals(300_000, job.result().path("bytesSaved").asLong());
        assertEquals(size(files) - 300_000, job.result().path("bytesMoved").asLong());
        dock.assertSettled();
    }

    // Options.

    @Test
    void patternsChooseTheFiles() throws Exception {
        hub.model(
                ID, FakeFiles.tiny("tiny-bert").file("onnx/model.onnx.md", "x").file("README.md", "# A card"));
        bring(ID, "include", "*.json,*.safetensors,onnx/*", "exclude", "onnx/*");
        Map<String, byte[]> expected = PackedModel.files("tiny-bert");
        dock.assertFiles(expected, ID);
        assertFalse(moved().containsKey("README.md"));
        assertFalse(moved().containsKey("onnx/model.onnx.md"));
    }

    @Test
    void patternsThatLeaveNothingAreRefusedAtOnce() throws Exception {
        hub.model(ID, FakeFiles.tiny("tiny-bert"));
        DockException no = refused(Problem.VALIDATION_ERROR, ID, "include", "*.gguf");
        assertTrue(no.getMessage().contains("config.json"), no.getMessage());
    }

    @Test
    void itCanHaveAnotherNameAndAnAlias() throws Exception {
        hub.model(ID, FakeFiles.tiny("tiny-bert"));
        Job job = bring(ID, "name", "mine", "alias", "production");
        assertEquals("local/mine", only(job).path("name").asText());
        Model model = dock.model("local/mine");
        assertEquals(
                Set.of("main", "production"),
                dock.dock().models().aliasesOf(model).keySet());
        assertThrows(DockException.class, () -> dock.model(ID));
    }

    @Test
    void theSameVersionIsAConflictUnlessTheRequestSaysOtherwise() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert");
        hub.model(ID, files);
        Job first = bring(ID);
        hub.log().clear();
        DockException exists = assertThrows(DockException.class, () -> start(ID));
        assertEquals(Problem.MODEL_ALREADY_EXISTS, exists.problem());
        assertEquals(1, jobs());

        Job skipped = start(ID, "on_conflict", "skip");
        assertEquals(JobState.DONE, skipped.state());
        assertEquals("exists", only(skipped).path("outcome").asText());
        assertEquals(0, skipped.result().path("bytesMoved").asLong());

        Job replaced = bring(ID, "on_conflict", "replace");
        assertEquals("stored", only(replaced).path("outcome").asText());
        assertEquals(0, replaced.result().path("bytesMoved").asLong());
        assertEquals(size(files), replaced.result().path("bytesSaved").asLong());
        assertEquals(only(first).path("id").asText(), only(replaced).path("id").asText());
        assertEquals(1, dock.dock().models().versionCount(dock.model(ID)));
        assertEquals(0, hub.log().count("*/resolve/*"));
        dock.assertFiles(bytes(files), ID);
        dock.assertSettled();
    }

    @Test
    void whatCameInPartIsCompletedByReplacing() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert").file("README.md", "# A card");
        hub.model(ID, files);
        bring(ID, "exclude", "README.md");
        hub.log().clear();
        bring(ID, "on_conflict", "replace");
        dock.assertFiles(bytes(files), ID);
        assertEquals(Map.of("README.md", 8L), moved());
        dock.assertSettled();
    }

    @Test
    void aDryRunTellsAllAndDoesNothing() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert").file("README.md", "# A card");
        hub.model(ID, files);
        bring(ID, "name", "other", "include", "config.json,model.safetensors");
        hub.log().clear();
        Forecast plan = prepared(asked(ID, "exclude", "*.md", "dry_run", "true"), PreparedImport::forecast);
        long here = files.entries().get("config.json").content().size()
                + files.entries().get("model.safetensors").content().size();
        assertEquals(size(files) - 8, plan.bytes());
        assertEquals(here, plan.bytesHere());
        assertEquals(plan.bytes() - here, plan.roomNeeded());
        assertTrue(plan.listed());
        assertTrue(plan.freeBytes() > 0);
        assertEquals("apache-2.0", plan.snapshot().origin().get("license"));
        assertEquals("false", plan.snapshot().origin().get("gated"));
        Map<String, Forecast.PlannedFile> byPath = plan.files().stream()
                .collect(Collectors.toMap(each -> each.file().path(), each -> each));
        assertEquals(files.entries().keySet(), byPath.keySet());
        assertFalse(byPath.get("README.md").chosen());
        assertEquals("matches exclude *.md", byPath.get("README.md").why());
        assertTrue(byPath.get("tokenizer.json").chosen());
        assertFalse(byPath.get("tokenizer.json").here());
        assertTrue(byPath.get("config.json").here(), "known by git's hash");
        assertTrue(byPath.get("model.safetensors").here(), "known by its SHA-256");
        assertEquals(0, hub.log().count("*/resolve/*"));
        assertEquals(1, jobs());
        dock.assertSettled();
    }

    @Test
    void unsafeKindsAreToldInThePlan() throws Exception {
        hub.model(ID, FakeFiles.tiny("tiny-bin"));
        Forecast plan = prepared(asked(ID), PreparedImport::forecast);
        Map<String, String> unsafe = plan.files().stream()
                .collect(Collectors.toMap(each -> each.file().path(), Forecast.PlannedFile::unsafe));
        assertNotEquals("", unsafe.get("pytorch_model.bin"));
        assertEquals("", unsafe.get("config.json"));
    }

    // Versions.

    @Test
    void aNewCommitMovesOnlyWhatChanged() throws Exception {
        FakeFiles files = weights(2, MIB).file("notes.txt", "old");
        FakeModel model = hub.model(ID, files);
        bring(ID);
        String old = dock.main(ID).commit();
        Content second = Content.safetensors(2, MIB + 100);
        FakeFiles changed = FakeFiles.none().file("notes.txt", "newer").lfs("model-00002-of-00002.safetensors", second);
        String commit = model.commit("main", changed);
        hub.log().clear();
        Job job = bring(ID);
        assertEquals(Map.of("notes.txt", 5L, "model-00002-of-00002.safetensors", second.size()), moved());
        assertEquals(second.size() + 5, job.result().path("bytesMoved").asLong());
        assertEquals(2, only(job).path("version").asInt());
        assertEquals(commit, dock.main(ID).commit());
        assertEquals(old, dock.dock().models().version(dock.model(ID), old).commit(), "the old one is there still");
        dock.assertSettled();
    }

    @Test
    void branchesAndTagsAreAliases() throws Exception {
        FakeModel model = hub.model(ID);
        String first = model.commit("main", FakeFiles.tiny("tiny-bert").file("v", "1"));
        bring(ID);
        String second = model.commit("main", FakeFiles.none().file("v", "2"));
        model.tag("v2.0", second);
        String third = model.commit("dev", FakeFiles.none().file("v", "3"));
        bring(ID, "revision", "v2.0");
        bring(ID, "revision", "dev");
        assertEquals(
                Map.of("main", first, "v2.0", second, "dev", third),
                dock.dock().models().aliasesOf(dock.model(ID)));
        String fourth = model.commit("main", FakeFiles.none().file("v", "4"));
        bring(ID);
        assertEquals(fourth, dock.main(ID).commit());
        String fifth = model.commit("main", FakeFiles.none().file("v", "5"));
        bring(ID, "revision", fifth);
        assertEquals(fourth, dock.main(ID).commit(), "a bare commit moves nothing");
        assertEquals(5, dock.dock().models().versionCount(dock.model(ID)));
    }

    // Cut off, and gone on with.

    @Test
    void theSameRequestJoinsTheOneUnderWay() throws Exception {
        FakeFiles files = weights(2, MIB);
        hub.model(ID, files);
        Fault stall = hub.onBody(WEIGHTS).stall(100_000);
        Job job = start(ID);
        assertTrue(stall.awaitStall(LONG));
        assertEquals(job.id(), start(ID).id());
        assertEquals(job.id(), start(ID, "on_conflict", "fail").id());
        awaitDone(job, size(files) - MIB);
        Job other = start(ID, "alias", "other");
        assertNotEquals(job.id(), other.id());
        awaitDone(other, size(files) - MIB);
        stall.release();
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
        dock.done(other);
        assertEquals(
                size(files), moved().values().stream().mapToLong(each -> each).sum());
        dock.assertSettled();
    }

    @Test
    void twoModelsWithTheSameFileMoveItOnce() throws Exception {
        FakeFiles files = weights(1, 3 * MIB);
        hub.model("a/one", files);
        hub.model("b/two", weights(1, 3 * MIB).file("README.md", "two"));
        Fault stall = hub.onBody("*.safetensors").stall(MIB).once();
        Job one = start("a/one");
        assertTrue(stall.awaitStall(LONG));
        Job two = start("b/two");
        awaitDone(two, size(files) - 3 * MIB);
        stall.release();
        dock.done(one);
        dock.done(two);
        dock.assertFiles(bytes(files), "a/one");
        assertEquals(3 * MIB, moved().get("model-00001-of-00001.safetensors"));
        assertEquals(3 * MIB, now(two).result().path("bytesSaved").asLong() / MIB * MIB);
        dock.assertSettled();
    }

    @Test
    void whatIsPausedGoesOnWhereItWas() throws Exception {
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        Fault stall = hub.onBody("*.safetensors").stall(2 * MIB).times(2);
        Job job = start(ID);
        awaitDone(job, size(files) - 2 * MIB);
        long began = System.nanoTime();
        dock.dock().jobs().pause(job.id());
        Await.until("it is paused", () -> now(job).state() == JobState.PAUSED);
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(2).toNanos());
        assertEquals(2 * MIB, dock.dock().space().reserved(), "what is missing is promised still");
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
        dock.dock().jobs().resume(job.id());
        dock.done(job);
        assertEquals(2, stall.hits());
        dock.assertFiles(bytes(files), ID);
        moved().forEach((path, bytes) ->
                assertEquals(files.entries().get(path).content().size(), bytes, path));
        dock.assertSettled();
    }

    @Test
    void whatIsCancelledIsFreed() throws Exception {
        hub.model(ID, weights(2, 3 * MIB));
        Fault stall = hub.onBody("*.safetensors").stall(2 * MIB);
        Job job = start(ID);
        awaitDone(job, 4 * MIB);
        long began = System.nanoTime();
        dock.dock().jobs().cancel(job.id());
        Await.until("it is cancelled", () -> now(job).state() == JobState.CANCELED);
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(2).toNanos());
        stall.release();
        assertOnlyThePlanIsLeft(job);
        assertThrows(DockException.class, () -> dock.model(ID));
    }

    /** What is needed to try it again, and not one byte of its files. */
    private void assertOnlyThePlanIsLeft(Job job) throws Exception {
        Path staging =
                data.resolve("staging").resolve(job.plan().path("staging").asText());
        Await.until("only the plan is left", () -> {
            try (Stream<Path> left = Files.list(staging)) {
                return left.map(each -> each.getFileName().toString()).toList().equals(List.of("plan.json"));
            }
        });
        Await.until("nothing is promised", () -> dock.dock().space().reserved() == 0);
        assertEquals(0, DirectoryTree.size(data.resolve("blobs")));
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
    }

    @Test
    void aRestartGoesOnFromTheDisk() throws Exception {
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        hub.onBody("*.safetensors").stall(2 * MIB).times(2);
        Job job = start(ID);
        awaitDone(job, size(files) - 2 * MIB);
        dock.restart();
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
        moved().forEach((path, bytes) ->
                assertEquals(files.entries().get(path).content().size(), bytes, path));
        List<LoggedRequest> ranges = hub.log().of("*" + WEIGHTS).stream()
                .filter(each -> each.server().equals("cdn") && each.status() == 206)
                .toList();
        assertEquals(1, ranges.size());
        assertEquals(size(files), now(job).result().path("bytesMoved").asLong(), "in both lives together");
        dock.assertSettled();
    }

    @Test
    void aRestartBetweenDownloadAndPublishingLosesNothing() throws Exception {
        FakeFiles files = weights(2, MIB);
        hub.model(ID, files);
        Fault stall = hub.onBody("tokenizer.json").stall(0).times(1);
        Job job = start(ID);
        awaitDone(
                job,
                size(files) - files.entries().get("tokenizer.json").content().size());
        assertTrue(stall.awaitStall(LONG));
        dock.restart();
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
        moved().forEach((path, bytes) ->
                assertEquals(files.entries().get(path).content().size(), bytes, path));
        dock.assertSettled();
    }

    @Test
    void aCutIsResumedAndASilenceToo() throws Exception {
        dock.close();
        dock = dock(new TransferLimits(Duration.ofMillis(500), 3, Duration.ofSeconds(5)));
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        hub.onBody(WEIGHTS).cut(2 * MIB).once();
        hub.onBody("model-00002-of-00002.safetensors").stall(MIB).once();
        bring(ID);
        dock.assertFiles(bytes(files), ID);
        assertEquals(2, fetches(WEIGHTS));
        dock.assertSettled();
    }

    @Test
    void aFileThatChangedOnItsWayBeginsAnew() throws Exception {
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        hub.onBody(WEIGHTS).cut(2 * MIB).once();
        hub.onBody(WEIGHTS).changed(Content.generated(99, 3 * MIB)).after(1).times(2);
        bring(ID);
        dock.assertFiles(bytes(files), ID);
        dock.assertSettled();
    }

    @Test
    void wrongBytesFailAndLeaveNothing() throws Exception {
        hub.model(ID, weights(2, MIB));
        hub.onBody(WEIGHTS).wrongBytes();
        Job job = dock.ended(start(ID));
        assertEquals(JobState.FAILED, job.state());
        assertEquals(Problem.CHECKSUM_MISMATCH, job.failure().orElseThrow().problem());
        assertTrue(job.failure().orElseThrow().message().contains(WEIGHTS));
        assertEquals(2, fetches(WEIGHTS));
        assertOnlyThePlanIsLeft(job);
        hub.calm();
        dock.dock().jobs().retry(job.id());
        dock.done(job);
        dock.assertSettled();
    }

    @Test
    void linksThatRunOutAreAskedForAgain() throws Exception {
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        Fault stall = hub.onBody(WEIGHTS).stall(MIB).once();
        Job job = start(ID);
        assertTrue(stall.awaitStall(LONG));
        awaitDone(job, size(files) - 2 * MIB);
        dock.dock().jobs().pause(job.id());
        hub.expireLinks();
        dock.dock().jobs().resume(job.id());
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
    }

    @Test
    void aPlaceThatLimitsIsWaitedFor() throws Exception {
        FakeFiles files = weights(2, MIB);
        hub.model(ID, files);
        Fault limit = hub.onResolve("*").status(429).retryAfter("1").times(2);
        bring(ID);
        assertEquals(2, limit.hits());
        dock.assertFiles(bytes(files), ID);
    }

    @Test
    void aPlaceThatLimitsForLongIsAskedAgainWhenItSays() throws Exception {
        hub.model(ID, weights(2, MIB));
        Fault limit = hub.onResolve(WEIGHTS).status(429).retryAfter("600").once();
        Job job = start(ID);
        Await.until("it waits", () -> hasFailedFor(now(job), 1));
        assertEquals(Problem.UPSTREAM_LIMITED, now(job).failure().orElseThrow().problem());
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
        dock.clock().forward(Duration.ofSeconds(599));
        dock.dock().jobs().wake();
        assertEquals(JobState.PENDING, now(job).state());
        dock.clock().forward(Duration.ofSeconds(2));
        dock.dock().jobs().wake();
        dock.done(job);
        dock.assertSettled();
    }

    @Test
    void whatFailedForAWhileKeepsItsBytes() throws Exception {
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files);
        hub.onBody(WEIGHTS).cut(2 * MIB).once();
        hub.onBody(WEIGHTS).status(503).after(1);
        Job job = start(ID);
        for (int attempts = 1; attempts < 3; attempts++) {
            int seen = attempts;
            Await.until("attempt " + attempts + " has failed", () -> hasFailedFor(now(job), seen));
            dock.clock().forward(Duration.ofMinutes(1));
            dock.dock().jobs().wake();
        }
        Job failed = dock.ended(job);
        assertEquals(JobState.FAILED, failed.state());
        assertEquals(
                Problem.UPSTREAM_UNREACHABLE, failed.failure().orElseThrow().problem());
        Await.until("nothing is promised", () -> dock.dock().space().reserved() == 0);
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
        hub.calm();
        hub.log().clear();
        dock.dock().jobs().retry(job.id());
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
        assertEquals(Map.of(WEIGHTS, (long) MIB), moved());
        assertEquals(size(files), now(job).result().path("bytesMoved").asLong(), "before and after the retry together");
        dock.assertSettled();
    }

    private static boolean hasFailedFor(Job job, int attempts) {
        return job.state() == JobState.PENDING && job.progress().attempts() == attempts;
    }

    // Room.

    @Test
    void acceptedWorkIsPromisedItsRoom() throws Exception {
        hub.model("a/one", weights(1, 110 * MIB));
        hub.model("b/two", weights(1, 111 * MIB));
        hub.onBody("*").stall(0);
        Job one = start("a/one");
        long needed = now(one).plan().path("needs").asLong();
        assertTrue(needed > 110 * MIB);
        assertTrue(dock.dock().space().reserved() > 109 * MIB);
        DockException full = assertThrows(DockException.class, () -> start("b/two"));
        assertEquals(Problem.INSUFFICIENT_STORAGE, full.problem());
        assertTrue((long) full.details().get("needed") > 111 * MIB, full.details()::toString);
        dock.restart();
        assertEquals(
                Problem.INSUFFICIENT_STORAGE,
                assertThrows(DockException.class, () -> start("b/two")).problem(),
                "a restart forgets no promise");
        dock.dock().jobs().cancel(one.id());
        Job two = start("b/two");
        dock.dock().jobs().cancel(two.id());
        Await.until("nothing is promised", () -> dock.dock().space().reserved() == 0);
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
    }

    // Who may.

    @Test
    void aTokenReachesTheJobAlsoAfterARestartAndStandsNowhere() throws Exception {
        String token = "hf_verySecretToken123";
        FakeFiles files = weights(2, 3 * MIB);
        hub.model(ID, files).privateTo(token);
        Fault stall = hub.onBody(WEIGHTS).stall(MIB).once();
        Job job = start(ID, "token", token);
        assertTrue(stall.awaitStall(LONG));
        assertNowhere(token);
        dock.restart();
        dock.done(job);
        dock.assertFiles(bytes(files), ID);
        assertNowhere(token);
        assertFalse(now(job).toString().contains(token));
        assertFalse(dock.main(ID).origin().toString().contains(token));
    }

    private void assertNowhere(String secret) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(secret), file::toString);
            }
        }
    }

    @Test
    void whatIsRefusedIsToldBeforeThereIsAJob() throws Exception {
        hub.token("hf_other");
        hub.model("a/private", FakeFiles.tiny("tiny-bert")).privateTo("hf_mine");
        hub.model("a/gated", FakeFiles.tiny("tiny-bert")).gated("manual").letIn("hf_let_in");
        hub.model(ID, FakeFiles.tiny("tiny-bert"));
        refused(Problem.NOT_FOUND, "a/private");
        refused(Problem.NOT_FOUND, "a/private", "token", "hf_other");
        refused(Problem.GATED, "a/gated");
        DockException gated = refused(Problem.GATED, "a/gated", "token", "hf_other");
        assertTrue(gated.getMessage().contains("/a/gated"), gated.getMessage());
        refused(Problem.FORBIDDEN, ID, "token", "hf_unknown");
        refused(Problem.NOT_FOUND, "a/none");
        refused(Problem.NOT_FOUND, ID, "revision", "none");
        refused(Problem.VALIDATION_ERROR, "no tag at all!");
        refused(Problem.VALIDATION_ERROR, ID, "modeltag", "x");
        bring("a/gated", "token", "hf_let_in");
    }

    @Test
    void aBusyHubIsToldBeforeThereIsAJob() throws Exception {
        hub.model(ID, FakeFiles.tiny("tiny-bert"));
        hub.onApi("*").status(429).retryAfter("17").once();
        DockException busy = refused(Problem.UPSTREAM_LIMITED, ID);
        assertEquals(17L, busy.details().get("retryAfterSeconds"));
        hub.onApi("*").status(500).once();
        refused(Problem.UPSTREAM_UNREACHABLE, ID);
        hub.onApi("*").answer(Content.of("{]")).once();
        refused(Problem.UPSTREAM_BROKEN, ID);
    }

    @Test
    void whatIsTakenAwayWhileItComesFailsForGood() throws Exception {
        FakeModel model = hub.model(ID, weights(2, MIB));
        Fault stall = hub.onBody("*.safetensors").stall(MIB / 2).times(2);
        Job job = start(ID);
        assertTrue(stall.awaitStall(LONG));
        dock.dock().jobs().pause(job.id());
        model.disable();
        dock.dock().jobs().resume(job.id());
        Job failed = dock.ended(job);
        assertEquals(JobState.FAILED, failed.state());
        assertEquals(Problem.FORBIDDEN, failed.failure().orElseThrow().problem());
        assertOnlyThePlanIsLeft(job);
    }
}
