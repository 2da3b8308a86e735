package dev.modeldock.datasets;

import static dev.modeldock.datasets.OpenDatasets.ANNA;
import static dev.modeldock.datasets.OpenDatasets.NOTHING;
import static dev.modeldock.datasets.OpenDatasets.labels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.PackedModel;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
    private static final Topic CONVERT = Topic.dataset("object_detection", "kitti", "convert");

    @TempDir
    private Path data;

    private OpenDatasets open;
    private Datasets datasets;

    @BeforeEach
    void open() throws IOException {
        open = new OpenDatasets(data);
        datasets = open.datasets();
    }

    @AfterEach
    void close() throws IOException {
        open.assertSettled();
        open.close();
    }

    private static DockException refused(Problem problem, String sentence, Executable asking) {
        DockException refusal = assertThrows(DockException.class, asking);
        assertEquals(problem, refusal.problem(), refusal.getMessage());
        assertEquals(sentence, refusal.getMessage());
        return refusal;
    }

    // ---- making

    @Test
    void whatIsNotToldIsTheUsual() {
        Dataset made = open.make("object_detection", "kitti");
        assertEquals(
                new Dataset.Labels("My Dataset", "My TAO Dataset", "1.0.0", "https://www.nvidia.com"), made.labels());
        assertEquals(open.clock().instant(), made.created());
        assertEquals(made.created(), made.modified());
        assertEquals(Optional.of(made), datasets.find(made.id(), ANNA));
        assertEquals(
                List.of(
                        "convert",
                        "convert_and_index",
                        "convert_efficientdet_tf1",
                        "convert_efficientdet_tf2",
                        "augment",
                        "kmeans"),
                datasets.actions(made));
        assertEquals(List.of(), datasets.actions(open.make("object_detection", "raw")));
    }

    @Test
    void whatIsMadeIsWhatIsFoundLaterAlsoByAFineClock() {
        open.clock().forward(Duration.ofNanos(123_456_789));
        Dataset made = open.make("object_detection", "kitti");
        assertEquals(Optional.of(made), datasets.find(made.id(), ANNA));
    }

    @Test
    void whatIsToldIsKept() {
        Dataset made = datasets.create(
                ANNA, "ocrnet", "default", labels("名 🜁", "", "v 2", "HTTPS://logo.example:8443/a%20b?c=d#e"));
        assertEquals(
                new Dataset.Labels("名 🜁", "", "v 2", "HTTPS://logo.example:8443/a%20b?c=d#e"),
                datasets.find(made.id(), ANNA).orElseThrow().labels());
    }

    @Test
    void everyTypeTakesItsFormats() {
        for (String type : UploadLayout.types()) {
            for (String format : UploadLayout.formats(type)) {
                Dataset made = open.make(type, format);
                assertEquals(type + format, made.type() + made.format());
            }
        }
    }

    @Test
    void oldSpellingsAreTakenAndAnsweredInTheirUsualForm() {
        assertEquals("bpnet", open.make("bpnnet", "default").type());
        assertEquals(
                "classification_pyt",
                open.make("image_classification", "classification_py").format());
    }

    @ParameterizedTest
    @CsvSource({
        "'', kitti, Invalid dataset type",
        "nonsense, kitti, Invalid dataset type",
        "Object_Detection, kitti, Invalid dataset type",
        "detectnet_v2, kitti, Invalid dataset type",
        "nonsense, nonsense, Invalid dataset type",
        "object_detection, '', Incompatible dataset format and type",
        "object_detection, KITTI, Incompatible dataset format and type",
        "object_detection, unet, Incompatible dataset format and type",
        "object_detection, pascal_voc, Incompatible dataset format and type",
        "instance_segmentation, kitti, Incompatible dataset format and type"
    })
    void anythingElseIsRefused(String type, String format, String sentence) {
        refused(Problem.VALIDATION_ERROR, sentence, () -> open.make(type, format));
        assertEquals(0, datasets.count(all()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no URL",
                "logo.png",
                "/logo.png",
                "//host/logo.png",
                "https://",
                "https:///logo.png",
                "https://a b/",
                "ftp://host/logo.png",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "file:///etc/passwd"
            })
    void whatIsNoUrlIsNoLogo(String logo) {
        DockException refusal = refused(
                Problem.VALIDATION_ERROR,
                "The field logo is no URL; expected is an absolute one, such as https://example.com/logo.png.",
                () -> labels(null, null, null, logo));
        assertEquals(Map.of("field", "logo"), refusal.details());
    }

    @Test
    void textsHaveTheirBound() {
        String longest = "x".repeat(10_000);
        datasets.create(ANNA, "ocrnet", "default", labels(longest, longest, longest, null));
        String longer = longest + "x";
        for (LabelMaker maker : LabelMaker.values()) {
            refused(
                    Problem.VALIDATION_ERROR,
                    "The field " + maker + " has 10001 characters; at most 10000 are taken.",
                    () -> maker.of(longer));
        }
    }

    @Test
    void halfACharacterIsRefused() {
        for (LabelMaker maker : LabelMaker.values()) {
            for (String half : List.of("\ud83d", "a\ude00", "\ude00\ud83d")) {
                refused(
                        Problem.VALIDATION_ERROR,
                        "The field " + maker
                                + " holds half of a surrogate pair; expected is a text of whole characters.",
                        () -> maker.of(half));
            }
        }
    }

    /** One label at a time. */
    private enum LabelMaker {
        name,
        description,
        version;

        LabelChange of(String text) {
            return labels(
                    this == name ? text : null, this == description ? text : null, this == version ? text : null, null);
        }
    }

    // ---- finding

    @Test
    void anothersIsNotFound() {
        Dataset made = open.make("object_detection", "kitti");
        assertEquals(Optional.empty(), datasets.find(made.id(), "ben"));
        assertEquals(Optional.empty(), datasets.find(made.id(), "Anna"));
        assertEquals(Optional.empty(), datasets.find(made.id().toUpperCase(java.util.Locale.ROOT), ANNA));
        assertEquals(Optional.empty(), datasets.find("11111111-1111-1111-1111-111111111111", ANNA));
    }

    // ---- changing

    @Test
    void whatIsNotToldStaysAsItWas() {
        Dataset made = open.make("object_detection", "kitti");
        Dataset.Labels usual = made.labels();
        open.clock().forward(Duration.ofSeconds(1));
        Dataset renamed = change(made, labels("A", null, null, null));
        assertEquals(new Dataset.Labels("A", usual.description(), usual.version(), usual.logo()), renamed.labels());
        assertEquals(open.clock().instant(), renamed.modified());
        assertEquals(made.created(), renamed.created());
        Dataset described = change(made, labels(null, "B", null, null));
        assertEquals(new Dataset.Labels("A", "B", usual.version(), usual.logo()), described.labels());
        Dataset all = change(described, labels("", "", "", "http://localhost"));
        assertEquals(new Dataset.Labels("", "", "", "http://localhost"), all.labels());
        assertEquals(Optional.of(all), datasets.find(made.id(), ANNA));
    }

    @Test
    void onlyATextThatIsSetIsAChange() {
        Dataset made = open.make("object_detection", "kitti");
        open.clock().forward(Duration.ofSeconds(1));
        assertEquals(made, change(made, NOTHING));
        assertEquals(
                made,
                datasets.change(made, Optional.of("object_detection"), Optional.of("kitti"), NOTHING),
                "the same type and format are no change");
        Dataset same = change(made, labels(made.labels().name(), null, null, null));
        assertEquals(open.clock().instant(), same.modified(), "the same name is one");
    }

    @Test
    void typeAndFormatStayAndNothingChangesBesideThem() {
        Dataset made = open.make("object_detection", "kitti");
        open.clock().forward(Duration.ofSeconds(1));
        LabelChange other = labels("other", null, null, null);
        refused(
                Problem.VALIDATION_ERROR,
                "Cannot change dataset type",
                () -> datasets.change(made, Optional.of("ocrnet"), Optional.of("kitti"), other));
        refused(
                Problem.VALIDATION_ERROR,
                "Cannot change dataset format",
                () -> datasets.change(made, Optional.of("object_detection"), Optional.of("coco"), other));
        refused(
                Problem.VALIDATION_ERROR,
                "Cannot change dataset type",
                () -> datasets.change(made, Optional.of("x"), Optional.of("x"), other));
        assertEquals(Optional.of(made), datasets.find(made.id(), ANNA));
        Dataset bpnet = open.make("bpnet", "default");
        assertEquals(bpnet, datasets.change(bpnet, Optional.of("bpnnet"), Optional.empty(), NOTHING));
    }

    @Test
    void changesOfDifferentTextsAtOnceAllStay() throws Exception {
        Dataset made = open.make("object_detection", "kitti");
        for (int round = 0; round < 20; round++) {
            String text = "round " + round;
            atOnce(List.of(
                    () -> change(made, labels(text, null, null, null)),
                    () -> change(made, labels(null, text, null, null)),
                    () -> change(made, labels(null, null, text, null))));
            Dataset.Labels after = datasets.find(made.id(), ANNA).orElseThrow().labels();
            assertEquals(new Dataset.Labels(text, text, text, made.labels().logo()), after);
        }
    }

    @Test
    void whatWasDeletedMeanwhileIsNotFound() throws IOException {
        Dataset made = open.make("object_detection", "kitti");
        datasets.delete(made);
        refused(Problem.NOT_FOUND, "Dataset not found", () -> change(made, labels("A", null, null, null)));
        refused(Problem.NOT_FOUND, "Dataset not found", () -> change(made, NOTHING));
        refused(
                Problem.NOT_FOUND,
                "Dataset not found",
                () -> datasets.noting(made, () -> {
                    throw new AssertionError("nothing is changed");
                }));
    }

    private Dataset change(Dataset dataset, LabelChange labels) {
        return datasets.change(dataset, Optional.empty(), Optional.empty(), labels);
    }

    private static void atOnce(List<Executable> steps) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        CyclicBarrier start = new CyclicBarrier(steps.size());
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (Executable step : steps) {
                running.add(threads.submit(() -> {
                    start.await();
                    try {
                        step.execute();
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    // ---- what belongs to a dataset

    @Test
    void aSavedSpecIsAChangeAndARefusedOneIsNone() {
        Dataset made = open.make("object_detection", "kitti");
        ObjectNode spec = open.specs().schema("h", CONVERT).withObject("/default");
        open.clock().forward(Duration.ofSeconds(1));
        assertThrows(
                DockException.class,
                () -> datasets.noting(made, () -> open.specs().save(made.id(), CONVERT, spec.arrayNode())));
        assertEquals(Optional.of(made), datasets.find(made.id(), ANNA));
        assertEquals(Optional.empty(), open.specs().find(made.id(), "convert"));
        datasets.noting(made, () -> open.specs().save(made.id(), CONVERT, spec));
        assertEquals(
                open.clock().instant(),
                datasets.find(made.id(), ANNA).orElseThrow().modified());
    }

    // ---- deleting

    @Test
    void aDeletedDatasetTakesItsSpecsAndFilesWithIt() throws Exception {
        Dataset made = open.make("object_detection", "kitti");
        Dataset other = open.make("object_detection", "kitti");
        ObjectNode spec = open.specs().schema("h", CONVERT).withObject("/default");
        open.specs().save(made.id(), CONVERT, spec);
        open.specs().save(other.id(), CONVERT, spec);
        open.upload(
                made,
                PackedModel.of("tiny-bert")
                        .text("images/a", "a")
                        .text("labels/a", "b")
                        .tar());
        assertNotEquals(0, open.space().used());
        datasets.delete(made);
        assertEquals(Optional.empty(), datasets.find(made.id(), ANNA));
        assertEquals(Map.of(), open.files(made));
        assertEquals(Optional.empty(), open.specs().find(made.id(), "convert"));
        assertEquals(
                spec.toString(),
                open.specs().find(other.id(), "convert").orElseThrow().toString());
        assertEquals(0, open.space().used());
        assertEquals(0, open.contents());
    }

    @Test
    void bytesThatAnotherDatasetNeedsStay() throws Exception {
        Dataset first = open.make("object_detection", "raw");
        Dataset second = open.make("object_detection", "raw");
        open.upload(
                first,
                new PackedModel()
                        .text("images/own", "own 1")
                        .text("images/both", "both")
                        .tar());
        open.upload(
                second,
                new PackedModel()
                        .text("images/mine", "own 2!")
                        .text("images/x", "both")
                        .tar());
        assertEquals(3, open.contents(), "equal bytes are kept once");
        datasets.delete(first);
        assertEquals(Map.of("images/mine", "own 2!", "images/x", "both"), open.files(second));
        assertEquals(2, open.contents());
        assertEquals("own 2!both".length(), open.space().used());
        datasets.delete(second);
        assertEquals(0, open.contents());
    }

    @Test
    void toDeleteTwiceIsFine() throws IOException {
        Dataset made = open.make("object_detection", "raw");
        datasets.delete(made);
        datasets.delete(made);
        assertEquals(0, datasets.count(all()));
    }

    // ---- lists

    private static DatasetFilter all() {
        return new DatasetFilter(ANNA, Optional.empty(), Optional.empty());
    }

    private List<Dataset> listed(DatasetFilter filter, ListPart part) {
        List<Dataset> listed = new ArrayList<>();
        datasets.list(filter, part).forEach(listed::add);
        return listed;
    }

    private List<String> names(ListOrder order) {
        return listed(all(), ListPart.first(order, 100)).stream()
                .map(each -> each.labels().name() + ":" + each.labels().version())
                .toList();
    }

    @Test
    void listsAreSortedByDateOrByNameAndVersion() {
        for (String each : List.of("b:2", "a:10", "a:9", "B:1", "ä:1", "a", "a:1!")) {
            String[] parts = each.split(":");
            open.named(ANNA, parts[0], parts.length > 1 ? parts[1] : "");
            open.clock().forward(Duration.ofMillis(1));
        }
        open.named("ben", "not hers", "1");
        List<String> made = List.of("b:2", "a:10", "a:9", "B:1", "ä:1", "a:", "a:1!");
        List<String> sorted = List.of("B:1", "a:", "a:1!", "a:10", "a:9", "b:2", "ä:1");
        assertEquals(made, names(ListOrder.of("date-ascending")));
        assertEquals(reversed(made), names(ListOrder.of("date-descending")));
        assertEquals(sorted, names(ListOrder.of("name-ascending")));
        assertEquals(reversed(sorted), names(ListOrder.of("name-descending")));
        for (String unknown : List.of("", "name", "Name-Ascending", "x'; drop table datasets")) {
            assertEquals(reversed(made), names(ListOrder.of(unknown)));
        }
    }

    private static List<String> reversed(List<String> list) {
        return IntStream.rangeClosed(1, list.size())
                .mapToObj(i -> list.get(list.size() - i))
                .toList();
    }

    @Test
    void whatChangedLastComesFirst() {
        Dataset first = open.named(ANNA, "first", "1");
        open.clock().forward(Duration.ofSeconds(1));
        open.named(ANNA, "second", "1");
        open.clock().forward(Duration.ofSeconds(1));
        change(first, labels(null, "touched", null, null));
        assertEquals(List.of("first:1", "second:1"), names(ListOrder.DATE_DESCENDING));
        assertEquals(List.of("second:1", "first:1"), names(ListOrder.DATE_ASCENDING));
    }

    @Test
    void equalOnesAreInTheOrderInWhichTheyWereMade() {
        List<String> made = IntStream.range(0, 20)
                .mapToObj(i -> open.named(ANNA, "same", "1").id())
                .toList();
        for (ListOrder order : ListOrder.values()) {
            List<String> paged = new ArrayList<>();
            for (int from = 0; from < 20; from += 3) {
                listed(all(), new ListPart(order, from, Math.min(from + 3, 20), 20))
                        .forEach(each -> paged.add(each.id()));
            }
            boolean rising = order == ListOrder.DATE_ASCENDING || order == ListOrder.NAME_ASCENDING;
            assertEquals(rising ? made : reversed(made), paged, order.name());
        }
    }

    @Test
    void filtersAreExactAndMeanTheOwnersOnly() {
        datasets.create(ANNA, "ocrnet", "default", labels("a", null, null, null));
        datasets.create(ANNA, "ocrnet", "default", labels("A", null, null, null));
        datasets.create(ANNA, "ocdnet", "default", labels("a", null, null, null));
        datasets.create("ben", "ocrnet", "default", labels("a", null, null, null));
        assertEquals(3, datasets.count(all()));
        assertCount(2, "a", null);
        assertCount(2, null, "ocrnet");
        assertCount(1, "a", "ocrnet");
        assertCount(0, "a%", null);
        assertCount(0, "", null);
        assertCount(0, null, "OCRNET");
        assertEquals(1, datasets.count(new DatasetFilter("ben", Optional.empty(), Optional.empty())));
        assertEquals(0, datasets.count(new DatasetFilter("nobody", Optional.empty(), Optional.empty())));
    }

    private void assertCount(int expected, String name, String type) {
        DatasetFilter filter = new DatasetFilter(ANNA, Optional.ofNullable(name), Optional.ofNullable(type));
        assertEquals(expected, datasets.count(filter), filter.toString());
        List<Dataset> found = listed(filter, ListPart.first(ListOrder.DATE_DESCENDING, 100));
        assertEquals(expected, found.size(), filter.toString());
        assertTrue(found.stream().allMatch(each -> each.owner().equals(ANNA)));
    }
}
