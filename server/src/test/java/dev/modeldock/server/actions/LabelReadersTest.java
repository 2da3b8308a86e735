package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.server.actions.ServiceTrial.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All actions read labels alike: what is wrong with a file is wrong for each of them, and each says the same of it. */
class LabelReadersTest {
    private static final String COCO_DATA = "{\"data\":{\"input_format\":\"COCO\",\"output_format\":\"KITTI\"}}";
    private static final String SMALL = "{\"size_x\":100,\"size_y\":100,\"num_clusters\":1}";

    /** Whoever reads COCO annotations, with a spec. */
    private static final Map<Subject, String> COCO = Map.of(
            new Subject("annotations", "", "convert"), COCO_DATA,
            new Subject("analytics", "", "analyze"),
                    COCO_DATA.replace("}}", "},\"graph\":{\"generate_summary_and_graph\":false}}"),
            new Subject("analytics", "", "validate"), COCO_DATA,
            new Subject("augmentation", "", "generate"), "{\"data\":{\"dataset_type\":\"coco\"}}",
            new Subject("object_detection", "coco", "augment"), "{}",
            new Subject("object_detection", "coco", "kmeans"), SMALL,
            new Subject("object_detection", "coco", "convert_efficientdet_tf1"), "{}",
            new Subject("instance_segmentation", "coco", "convert"), "{}",
            new Subject("semantic_segmentation", "coco", "convert"), "{}");

    /** Whoever reads KITTI labels. */
    private static final Map<Subject, String> KITTI = Map.of(
            new Subject("annotations", "", "convert"),
                    "{\"data\":{\"input_format\":\"KITTI\",\"output_format\":\"COCO\"}}",
            new Subject("augmentation", "", "generate"), "{}",
            new Subject("object_detection", "kitti", "augment"), "{}",
            new Subject("object_detection", "kitti", "kmeans"), SMALL,
            new Subject("object_detection", "kitti", "convert"), "{}",
            new Subject("object_detection", "kitti", "convert_and_index"), "{}");

    private static final String WHOLE = """
            {"images":[{"id":1,"file_name":"a.png","width":40,"height":20},
                       {"id":2,"file_name":"b.png","width":40,"height":20}],
             "annotations":[{"id":1,"image_id":1,"category_id":3,"bbox":[1,2,8,8],"segmentation":[[1,2,9,2,9,9]]},
                            {"id":2,"image_id":2,"category_id":3,"bbox":[2,2,9,9],"segmentation":[[1,2,9,2,9,9]]}],
             "categories":[{"id":3,"name":"car"}]}""";
    private static final String ROW = "car 0 0 0 1 2 9 10 0 0 0 0 0 0 0\n";

    @TempDir
    Path temp;

    private ServiceTrial trial;

    @BeforeEach
    void begin() {
        trial = new ServiceTrial(temp);
        for (String name : List.of("a.png", "b.png")) {
            Drawings.write(trial.data().resolve("images").resolve(name), Drawings.of(40, 20, (x, y) -> 0x336699));
        }
    }

    private Map<String, String> said(Map<Subject, String> all, String without) {
        Map<String, String> said = new TreeMap<>();
        all.forEach((subject, spec) -> {
            String name = subject.kind() + " " + subject.action();
            if (!name.matches(without)) {
                said.put(
                        name,
                        assertThrows(Exception.class, () -> trial.run(subject, spec), name)
                                .getMessage());
            }
        });
        return said;
    }

    /** @param without those who do not read what is wrong: a pattern */
    private void allSay(Map<Subject, String> all, String without, String sentence) {
        Map<String, String> said = said(all, without);
        Map<String, String> expected = new TreeMap<>(said);
        expected.replaceAll((name, any) -> sentence);
        assertEquals(expected, said);
    }

    private static final String NOBODY = "";
    /** Their spec says the format: they say what to set. */
    private static final String WITH_A_FORMAT = "annotations.*|analytics.*|augmentation.*";

    private static final String NO_BOXES = "semantic.*";
    private static final String NO_NAMES = ".* kmeans";
    private static final String NO_CATEGORIES = ".* kmeans|augmentation.*|.* augment";

    @Test
    void whatIsRightIsTakenByAll() throws Exception {
        trial.put("annotations.json", WHOLE);
        for (var each : COCO.entrySet()) {
            trial.run(each.getKey(), each.getValue());
        }
        trial.put("labels/a.txt", "\uFEFF" + ROW).put("labels/b.txt", ROW.replace(" 1 ", "\t1e0  "));
        for (var each : KITTI.entrySet()) {
            trial.run(each.getKey(), each.getValue());
        }
    }

    /** An id may have a point; a number is no text of its digits. */
    @Test
    void idsAreReadAlike() throws Exception {
        trial.put(
                "annotations.json",
                WHOLE.replace("\"image_id\":1", "\"image_id\":1.0")
                        .replace("\"category_id\":3", "\"category_id\":3.0")
                        .replace("{\"id\":2,\"file", "{\"id\":\"2\",\"file")
                        .replace("{\"id\":2,\"image_id\":2", "{\"id\":2,\"image_id\":\"2\""));
        for (var each : COCO.entrySet()) {
            trial.run(each.getKey(), each.getValue());
            assertEquals(
                    List.of(),
                    trial.log().stream()
                            .filter(line -> line.matches("[1-9]\\d* annotations .*left out.*"))
                            .toList(),
                    each.getKey().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Two numbers that are one when they are read with a point.
                "\"image_id\":2|\"image_id\":9007199254740993.0|image_id",
                "\"image_id\":2|\"image_id\":18446744073709551617|image_id",
                "\"image_id\":2|\"image_id\":2.5|image_id",
                "\"image_id\":2|\"image_id\":\"\"|image_id",
                "\"image_id\":2|\"image_id\":null|image_id",
                "\"image_id\":2|\"image_di\":2|image_id",
                "{\"id\":2,\"file|{\"id\":true,\"file|id"
            })
    void whatIsNoIdIsNone(String found, String replaced, String field) {
        trial.put("annotations.json", WHOLE.replace(found, replaced));
        said(COCO, NOBODY)
                .forEach((name, sentence) -> assertEquals(
                        "The COCO annotations have an element whose \"" + field + "\" is missing or no id: ",
                        sentence.substring(0, sentence.indexOf('{')),
                        name));
    }

    @Test
    void whatIsThereTwiceIsRefused() {
        trial.put("annotations.json", WHOLE.replace("{\"id\":2,\"file", "{\"id\":1.0,\"file"));
        allSay(COCO, NOBODY, "annotations.json has more than one image with the id 1; expected is one.");
        trial.put("annotations.json", WHOLE.replace("\"car\"}", "\"car\"},{\"id\":3,\"name\":\"van\"}"));
        allSay(COCO, NO_CATEGORIES, "annotations.json has more than one category with the id 3; expected is one.");
    }

    @Test
    void imagesAndBoxesAndCategoriesAreReadAlike() {
        trial.put("annotations.json", WHOLE.replace("\"file_name\":\"b.png\"", "\"file_name\":7"));
        allSay(
                COCO,
                NO_NAMES,
                "The image {\"id\":2,\"file_name\":7,\"width\":40,\"height\":20} has no file_name; expected is its path"
                        + " below images, of at most 1024 letters.");
        trial.put("annotations.json", WHOLE.replace("[2,2,9,9],\"segmentation\":[[1,2,9,2,9,9]]", "[2,2,9]"));
        allSay(
                COCO,
                NO_BOXES,
                "The annotation {\"id\":2,\"image_id\":2,\"category_id\":3,\"bbox\":[2,2,9]} has a bbox that is not [x, y,"
                        + " width, height] in numbers up to 1e18.");
        trial.put("annotations.json", WHOLE.replace("\"name\":\"car\"", "\"name\":\" \""));
        allSay(
                COCO,
                NO_CATEGORIES,
                "annotations.json has in \"categories\" {\"id\":3,\"name\":\" \"}, which has no id or no name; expected is"
                        + " {\"id\": 1, \"name\": \"car\"}.");
    }

    @Test
    void filesAreReadAlike() throws Exception {
        String expected =
                "; expected are COCO annotations: {\"images\": […], \"annotations\": […], \"categories\": […]}.";
        allSay(COCO, WITH_A_FORMAT, "There is no annotations.json in the dataset.");
        trial.put("annotations.json", "[]");
        allSay(COCO, NOBODY, "annotations.json is no JSON object" + expected);
        Path file = trial.data().resolve("annotations.json");
        Files.write(file, WHOLE.getBytes(StandardCharsets.UTF_16LE));
        allSay(COCO, NOBODY, "annotations.json is no UTF-8" + expected);
        trial.put("annotations.json", WHOLE.replace("\"images\":", "\"pictures\":"));
        allSay(COCO, NOBODY, "annotations.json has no list \"images\"" + expected);
        trial.put("annotations.json", WHOLE.replace("\"annotations\":[", "\"annotations\":[7,"));
        allSay(COCO, NOBODY, "annotations.json has in \"annotations\" at 0 what is no object; it is counted from 0.");
        trial.put(
                "annotations.json",
                WHOLE.replace("{\"id\":2,\"file", "{\"long\":\"" + "x".repeat(9 << 20) + "\",\"file"));
        allSay(
                COCO,
                NOBODY,
                "annotations.json has in \"images\" an element longer than 8 MiB: no image is described by so much.");
    }

    // ---- KITTI

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "car 0 0 0 1 2 9|it has 7 columns; expected are 15, or 16 with a score",
                "car 0 0 0 1 2 9 10 0 0 0 0 0 0 0 1 2 3 4|it has more than 17 columns; expected are 15, or 16 with a score",
                "car 0 0 0 1 2 10f 10 0 0 0 0 0 0 0|column 7 is \"10f\"; expected is a number",
                "car 0 0 0 1 2 0x1p5 10 0 0 0 0 0 0 0|column 7 is \"0x1p5\"; expected is a number",
                "car 0 0 0 1 2 9 10 0 0 0 0 0 0 ?|column 15 is \"?\"; expected is a number",
                "car 0 0 0 1 2 9 10 0 0 0 0 0 0 0 1e99|column 16 is \"1e99\"; expected is a number"
            })
    void rowsAreReadAlike(String row, String why) {
        trial.put("labels/a.txt", ROW + "\n" + row + "\n").put("labels/b.txt", ROW);
        allSay(KITTI, NOBODY, "labels/a.txt, line 3 is no KITTI label: " + why + ".");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void labelFilesAreReadAlike(int which) throws Exception {
        trial.put("labels/a.txt", ROW).put("labels/b.txt", ROW);
        Path file = trial.data().resolve("labels/a.txt");
        switch (which) {
            case 1 -> {
                Files.write(file, "M\u00fcll 0\n".getBytes(StandardCharsets.ISO_8859_1));
                allSay(KITTI, NOBODY, "labels/a.txt is no text in UTF-8.");
            }
            case 2 -> {
                Files.writeString(file, "\n".repeat((1 << 20) + 1));
                allSay(KITTI, NOBODY, "labels/a.txt is longer than 1 MiB: no image is described by so much.");
            }
            default -> {
                Files.writeString(file, "c 0 0 0 1 2 3 4 0 0 0 0 0 0 0\n".repeat(20_001));
                allSay(KITTI, NOBODY, "labels/a.txt has more than 20000 rows: no image has so many objects.");
            }
        }
    }

    /** Analyses list what they cannot read, and go on. */
    @Test
    void analysesListWhatOthersRefuse() throws Exception {
        trial.put("labels/a.txt", ROW + "car 0 0 0 1 2 10f 10 0 0 0 0 0 0 0\n").put("labels/b.txt", "");
        Files.write(trial.data().resolve("labels/b.txt"), new byte[] {(byte) 0xff});
        trial.run(new Subject("analytics", "", "analyze"), "{\"graph\":{\"generate_summary_and_graph\":false}}");
        assertEquals("labels/a.txt 2\nlabels/b.txt\n", trial.text("not_kitti.txt"));
    }
}
