package dev.modeldock.server.actions.annotations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.labels.TinyDataset;
import dev.modeldock.server.actions.labels.TinyDataset.Tried;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TO_COCO = "{\"data\":{\"input_format\":\"KITTI\",\"output_format\":\"COCO\"}}";
    private static final String TO_KITTI = "{\"data\":{\"input_format\":\"COCO\",\"output_format\":\"KITTI\"}}";
    private static final String CAR = "Car 0.00 0 0.00 10.00 5.00 60.50 40.00 0 0 0 0 0 0 0\n";
    private static final String PERSON = "Person 0.00 0 0.00 -5.00 0.00 20.00 70.00 0 0 0 0 0 0 0\n";

    @TempDir
    Path temp;

    private Tried convert(TinyDataset dataset, String spec) throws Exception {
        return dataset.run(new AnnotationService(), "annotations", "convert", spec);
    }

    private String refusal(TinyDataset dataset, String spec) {
        return assertThrows(Exception.class, () -> convert(dataset, spec)).getMessage();
    }

    private static JsonNode coco(Tried tried) throws IOException {
        return JSON.readTree(tried.text(TinyDataset.ID + ".json"));
    }

    static String golden(String name) {
        try (InputStream in = AnnotationServiceTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- KITTI to COCO

    @Test
    void labelFilesBecomeOneFileOfAnnotations() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("img1.jpg", 100, 50).image("img2.png", 30, 20);
        dataset.label("img1.txt", CAR + PERSON).label("img2.txt", "Car 0 0 0 1 2 3 4.25 0 0 0 0 0 0 0\n");
        Tried tried = convert(dataset, TO_COCO);
        assertEquals("Annotation conversion finished successfully.", tried.message());
        assertEquals(List.of(TinyDataset.ID + ".json"), tried.files());
        assertEquals(golden("two-images.json").strip(), tried.text(TinyDataset.ID + ".json"));
    }

    @Test
    void imagesWithoutABoxAreSkippedAndTold() throws Exception {
        TinyDataset dataset = new TinyDataset(temp);
        for (String name : List.of("a", "b", "c", "d")) {
            dataset.image(name + ".png", 100, 50);
        }
        dataset.label("a.txt", "").label("b.txt", CAR);
        dataset.label("c.txt", "Dot 0 0 0 120 5 130 40 0 0 0 0 0 0 0\n").label("d.txt", CAR);
        Tried tried = convert(dataset, TO_COCO);
        assertEquals("a.png\nc.png\n", tried.text("skipped_files.txt"));
        JsonNode coco = coco(tried);
        // Their ids are gone with them; their classes are not.
        assertEquals("[2,4]", "[" + coco.at("/images/0/id") + "," + coco.at("/images/1/id") + "]");
        assertEquals("[1,2]", "[" + coco.at("/annotations/0/id") + "," + coco.at("/annotations/1/id") + "]");
        assertEquals(
                "[{\"id\":1,\"name\":\"Car\"},{\"id\":2,\"name\":\"Dot\"}]",
                coco.get("categories").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "10 5 60.5 40, '[10.0,5.0,50.5,35.0]', 1767.5",
        "-5 0 20 70, '[0,0.0,20.0,50.0]', 1000.0",
        "-5 -5 200 200, '[0,0,100,50]', 5000",
        "0 0 100 50, '[0.0,0.0,100.0,50.0]', 5000.0",
        "1e1 5 12 6, '[10.0,5.0,2.0,1.0]', 2.0"
    })
    void boxesAreMovedIntoTheImage(String box, String expected, String area) throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50);
        dataset.label("a.txt", "car 0 0 0 " + box + " 0 0 0 0 0 0 0\n");
        JsonNode annotation = coco(convert(dataset, TO_COCO)).at("/annotations/0");
        assertEquals(expected, annotation.get("bbox").toString());
        assertEquals(area, annotation.get("area").toString());
    }

    @ParameterizedTest
    @CsvSource({"60 5 10 40", "10 40 60 5", "10 5 10 40", "10 5 60 5", "-9 5 -1 40", "100 5 120 40", "10 50 20 90"})
    void boxesOfNothingAreDropped(String box) throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50);
        dataset.label("a.txt", CAR + "car 0 0 0 " + box + " 0 0 0 0 0 0 0\n");
        assertEquals(1, coco(convert(dataset, TO_COCO)).get("annotations").size());
    }

    @Test
    void rowsThatAreTheSameCountOnce() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50);
        dataset.label("a.txt", CAR + CAR.replace(" ", "  ") + CAR.replace("0.00 0 0.00", "0.00 0 0.01") + CAR);
        assertEquals(2, coco(convert(dataset, TO_COCO)).get("annotations").size());
    }

    @Test
    void anyNameOfAnImageHasItsLabel() throws Exception {
        TinyDataset dataset = new TinyDataset(temp);
        for (String name : List.of("a.jpeg", "b.JPG", "c.1.png")) {
            dataset.image(name, 100, 50);
        }
        dataset.label("a.txt", CAR).label("b.txt", CAR).label("c.1.txt", CAR).file("images/readme.md", "no image");
        assertEquals(3, coco(convert(dataset, TO_COCO)).get("images").size());
    }

    @Test
    void categoriesComeInTheOrderInWhichTheyAppear() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("b.png", 100, 50);
        dataset.label("a.txt", CAR.replace("Car", "Zebra")).label("b.txt", PERSON + CAR + PERSON);
        JsonNode coco = coco(convert(dataset, TO_COCO));
        assertEquals(
                "[{\"id\":1,\"name\":\"Zebra\"},{\"id\":2,\"name\":\"Person\"},{\"id\":3,\"name\":\"Car\"}]",
                coco.get("categories").toString());
        assertEquals(2, coco.at("/annotations/0/category_id").asInt());
    }

    @Test
    void aMappingChoosesAndJoinsClasses() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50);
        dataset.label("a.txt", CAR + PERSON + "Tree broken row\n" + CAR.replace("Car", "Van"));
        dataset.file("maps/classes.yaml", "- person: [Person, Rider]\n- vehicle:\n    - Car\n    - Van\n- none: []\n");
        for (String mapping : List.of(
                "\"maps/classes.yaml\"", "[{\"person\":[\"Person\"]},{\"vehicle\":[\"Car\",\"Van\"]},{\"none\":[]}]")) {
            String spec = TO_COCO.substring(0, TO_COCO.length() - 1) + ",\"kitti\":{\"mapping\":" + mapping + "}}";
            JsonNode coco = coco(convert(dataset, spec));
            assertEquals(
                    "[{\"id\":1,\"name\":\"person\"},{\"id\":2,\"name\":\"vehicle\"},{\"id\":3,\"name\":\"none\"}]",
                    coco.get("categories").toString());
            StringBuilder ids = new StringBuilder();
            coco.get("annotations").forEach(each -> ids.append(each.get("category_id")));
            assertEquals("212", ids.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere.yaml| |the dataset has no such file",
                "../../secret.yaml| |the dataset has no such file",
                "map.yaml|a: b|is no list",
                "map.yaml|- [a]|has the entry [\"a\"]",
                "map.yaml|- a: b|has for a no list but \"b\"",
                "map.yaml|- a: [{b: c}]|has for a the label {\"b\":\"c\"}",
                "map.yaml|[{a: [x]}, {a: [y]}]|more than one target \"a\"",
                "map.yaml|[{a: [x]}, {b: [x]}]|maps the label x to more than one target",
                "map.yaml|- a: [b|cannot be read as YAML",
                "map.yaml|!!java.net.URL [a]|cannot be read as YAML",
                "map.yaml|[{a: &x [y]}, {b: *x}]|cannot be read as YAML"
            })
    void aMappingThatCannotBeReadIsRefused(String path, String yaml, String sentence) {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50).label("a.txt", CAR);
        dataset.file("map.yaml", yaml == null ? "" : yaml).file("../secret.yaml", "- a: [Car]");
        String spec = TO_COCO.substring(0, TO_COCO.length() - 1) + ",\"kitti\":{\"mapping\":\"" + path + "\"}}";
        String refusal = refusal(dataset, spec);
        assertTrue(refusal.contains(sentence), refusal);
    }

    @Test
    void aProjectNamesTheFileAndTheScene() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50).label("a.txt", CAR);
        Tried tried = convert(dataset, TO_COCO.replace("}}", "},\"kitti\":{\"project\":\"town\"}}"));
        assertEquals(List.of("town.json"), tried.files());
        assertEquals(
                "town",
                JSON.readTree(tried.text("town.json")).at("/images/0/scene_id").asText());
        for (String name : List.of("../town", ".town", "status", "a\\tb")) {
            String refusal = refusal(dataset, TO_COCO.replace("}}", "},\"kitti\":{\"project\":\"" + name + "\"}}"));
            assertTrue(refusal.startsWith("kitti.project of the spec is "), refusal);
        }
    }

    @Test
    void aMissingLabelIsAnErrorThatNamesIt() {
        TinyDataset dataset = new TinyDataset(temp)
                .image("a.png", 10, 10)
                .image("b.png", 10, 10)
                .label("a.txt", "");
        String refusal = refusal(dataset, TO_COCO);
        assertTrue(refusal.contains("images/b.png has no label file labels/b.txt"), refusal);
    }

    @Test
    void aBrokenRowIsAnErrorThatNamesItsLine() {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 10, 10);
        dataset.label("a.txt", "\ncar 0 0 0 1 2 x 4 0 0 0 0 0 0 0\n");
        String refusal = refusal(dataset, TO_COCO);
        assertTrue(
                refusal.contains("labels/a.txt, line 2 is no KITTI label: column 7 is \"x\"; expected is a number"),
                refusal);
    }

    @Test
    void aBrokenImageIsSkippedAndTold() throws Exception {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 100, 50).file("images/b.png", "no image");
        dataset.label("a.txt", CAR).label("b.txt", CAR);
        Tried tried = convert(dataset, TO_COCO);
        assertEquals("b.png\n", tried.text("skipped_files.txt"));
        assertTrue(tried.said("images/b.png cannot be read as an image"), tried.log()::toString);
    }

    @Test
    void aDatasetWithoutImagesOrLabelsIsRefused() {
        String refusal = refusal(new TinyDataset(temp).label("a.txt", CAR), TO_COCO);
        assertTrue(refusal.contains("has 0 images"), refusal);
        TinyDataset coco = new TinyDataset(temp).image("a.png", 1, 1);
        coco.data().resolve("labels/a.txt").toFile().delete();
        coco.data().resolve("labels").toFile().delete();
        refusal = refusal(coco, TO_COCO);
        assertTrue(refusal.contains("no labels/"), refusal);
    }

    // ---- COCO to KITTI

    private TinyDataset annotations(String json) {
        return new TinyDataset(temp).file("annotations.json", json);
    }

    @Test
    void annotationsBecomeLabelFiles() throws Exception {
        Tried tried = convert(annotations(golden("coco.json")), TO_KITTI);
        assertEquals("Annotation conversion finished successfully.", tried.message());
        // An image without annotations has no file.
        assertEquals(List.of("a.txt", "sub/b.txt"), tried.files());
        assertEquals(golden("a.txt"), tried.text("a.txt"));
        assertEquals("trafficlight 0 0 0 1 2 4 6 0 0 0 0 0 0 0\n", tried.text("sub/b.txt"));
        assertTrue(tried.said("2 label files with 4 rows. 2 annotations"), tried.log()::toString);
    }

    @ParameterizedTest
    @CsvSource({"x.y.z.jpg,x.txt", "d.e/x.y.jpg,d.e/x.txt", "x,x.txt", "'a b.png','a b.txt'"})
    void aLabelFileIsCalledAsTheImageUpToTheFirstDot(String image, String label) throws Exception {
        assertEquals(
                List.of(label),
                convert(annotations(one(image, "[1,2,3,4]")), TO_KITTI).files());
    }

    private static String one(String image, String box) {
        return "{\"annotations\":[{\"id\":9,\"image_id\":1,\"category_id\":1,\"bbox\":" + box
                + "}],\"categories\":[{\"id\":1,\"name\":\"car\"}],\"images\":[{\"id\":1,\"file_name\":\"" + image
                + "\"}]}";
    }

    @ParameterizedTest
    @CsvSource({"../x.jpg", "/x.jpg", "a/../../x.jpg", "a\\\\b.jpg", ".jpg"})
    void aNameThatLeadsOutIsRefused(String image) throws IOException {
        TinyDataset dataset = annotations(one(image, "[1,2,3,4]"));
        String refusal = refusal(dataset, TO_KITTI);
        assertTrue(refusal.contains("file_name") || refusal.contains("begins with a dot"), refusal);
        assertFalse(Files.exists(temp.resolve("x.txt")) || Files.exists(temp.resolve("run-0/x.txt")));
    }

    @ParameterizedTest
    @CsvSource({"'[1,2,3]'", "'[1,2,3,\"4\"]'", "{}", "null", "'[1,2,3,1e999]'"})
    void anAnnotationWithABrokenBoxIsAnErrorThatShowsIt(String box) {
        String refusal = refusal(annotations(one("a.jpg", box)), TO_KITTI);
        assertTrue(refusal.startsWith("The annotation {\"id\":9,"), refusal);
    }

    @Test
    void annotationsWithoutABoxAreLeftOutAndCounted() throws Exception {
        Tried tried = convert(
                annotations(one("a.jpg", "[1,2,3,4]")
                        .replace(
                                "}],\"categories\"",
                                "},{\"id\":2,\"image_id\":1,\"category_id\":1},{\"id\":3,\"image_id\":1,\"category_id\":1,"
                                        + "\"bbox\":[]}],\"categories\"")),
                TO_KITTI);
        assertEquals("car 0 0 0 1 2 4 6 0 0 0 0 0 0 0\n", tried.text("a.txt"));
        assertTrue(tried.said("2 annotations without a box"), tried.log()::toString);
    }

    @Test
    void twoImagesWithOneLabelFileAreRefused() {
        String refusal = refusal(annotations("""
                        {"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]},
                                        {"id":2,"image_id":2,"category_id":1,"bbox":[1,2,3,4]}],
                         "categories":[{"id":1,"name":"car"}],
                         "images":[{"id":1,"file_name":"f.1.jpg"},{"id":2,"file_name":"f.2.jpg"}]}"""), TO_KITTI);
        assertTrue(refusal.contains("would both have the label file f.txt"), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|is no JSON",
                "[]|is no JSON object",
                "{\"images\":[],\"annotations\":[]}|has no list \"categories\"",
                "{\"images\":[],\"categories\":[]}|has no list \"annotations\"",
                "{\"images\":[],\"annotations\":[],\"categories\":[{\"id\":1}]}|has no id or no name",
                "{\"images\":[],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}]}|more than one category with the id 1"
            })
    void aFileOfAnotherKindIsRefused(String json, String sentence) {
        String refusal = refusal(annotations(json), TO_KITTI);
        assertTrue(refusal.contains(sentence), refusal);
    }

    @Test
    void aDatasetWithoutAnnotationsIsRefused() {
        String refusal = refusal(new TinyDataset(temp).image("a.png", 1, 1), TO_KITTI);
        assertEquals(
                "There is no annotations.json in the dataset; found are images/. That is where labels in the format COCO"
                        + " are, which data.input_format of the spec says, or leaves as it is by default.",
                refusal);
    }

    @Test
    void theFormatThatIsThereIsNamed() {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 10, 10).label("a.txt", CAR);
        for (int i = 0; i < 9; i++) {
            dataset.file("more-" + i, "");
        }
        assertEquals(
                "There is no annotations.json in the dataset; found are images/, labels/, more-0, more-1, more-2, …. For"
                        + " labels/ set data.input_format of the spec to KITTI, and data.output_format to COCO.",
                refusal(dataset, "{}"));
        assertEquals(
                "There is no labels/ in the dataset; found are annotations.json. For annotations.json set"
                        + " data.input_format of the spec to COCO, and data.output_format to KITTI.",
                refusal(new TinyDataset(temp.resolve("other")).file("annotations.json", "{}"), TO_COCO));
    }

    // ---- both

    @ParameterizedTest
    @CsvSource({"KITTI,KITTI", "COCO,COCO", "coco,kitti", "ODVG,COCO", "KITTI,KITTY"})
    void otherFormatsAreRefused(String from, String to) {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 10, 10).label("a.txt", CAR);
        String refusal =
                refusal(dataset, "{\"data\":{\"input_format\":\"" + from + "\",\"output_format\":\"" + to + "\"}}");
        assertTrue(refusal.startsWith("Unsupported format: from " + from + " to " + to), refusal);
    }

    @Test
    void withoutFormatsItIsCocoToKitti() throws Exception {
        assertEquals(
                List.of("a.txt"),
                convert(annotations(one("a.jpg", "[1,2,3,4]")), "{}").files());
    }

    @Test
    void itStopsWhenItIsToStop() {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 10, 10).label("a.txt", CAR);
        Runnable stop = () -> {
            throw new IllegalStateException("stop");
        };
        assertThrows(
                IllegalStateException.class,
                () -> dataset.run(new AnnotationService(), "annotations", "convert", TO_COCO, stop));
        annotations(one("a.jpg", "[1,2,3,4]"));
        assertThrows(
                IllegalStateException.class,
                () -> dataset.run(new AnnotationService(), "annotations", "convert", TO_KITTI, stop));
    }
}
