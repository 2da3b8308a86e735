package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadLayoutTest {
    private static final String KINETICS =
            "kinetics/train_data.npy kinetics/train_label.pkl kinetics/val_data.npy kinetics/val_label.pkl";

    @TempDir
    Path root;

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }

    /** Each type and format with the fewest files that are enough, of which each is needed. */
    @ParameterizedTest
    @CsvSource({
        "object_detection, kitti, images/a.jpg labels/a.txt",
        "object_detection, raw, images/a.jpg",
        "object_detection, coco, images/a.jpg annotations.json",
        "object_detection, coco_raw, images/a.jpg label_map.txt",
        "instance_segmentation, raw, images/a.jpg",
        "instance_segmentation, coco, images/a.jpg annotations.json",
        "instance_segmentation, coco_raw, images/a.jpg label_map.txt",
        "semantic_segmentation, unet, images/a.jpg masks/a.png",
        "semantic_segmentation, coco, images/a.jpg annotations.json",
        "semantic_segmentation, raw, images/a.jpg",
        "image_classification, default, images/cat/a.jpg",
        "image_classification, raw, images/a.jpg",
        "image_classification, raw, images_small/a.jpg",
        "image_classification, custom, images/cat/a.jpg val.csv",
        "image_classification, classification_pyt, images/cat/a.jpg classes.txt",
        "character_recognition, lprnet, image/a.jpg label/a.txt characters.txt",
        "character_recognition, raw, image/a.jpg",
        "ocrnet, default, character_list train/gt_new.txt",
        "ocrnet, default, character_list test/gt_new.txt",
        "ocdnet, default, train/img/a.jpg train/gt/a.txt",
        "ocdnet, default, test/img/a.jpg test/gt/a.txt",
        "ocdnet, default, train/img/a.jpg test/gt/a.txt",
        "optical_inspection, default, images/a.jpg dataset.csv",
        "ml_recog, default, metric_learning_recognition/retail-product-checkout-dataset_classification_demo/a.jpg",
        "bpnet, default, annotations/person_keypoints_train2017.json annotations/person_keypoints_val2017.json"
                + " train2017/a.jpg val2017/a.jpg coco_spec.json bpnet_18joints.json infer_spec.yaml",
        "fpenet, default, data/afw/a.jpg data/afw_10/afw_10.json data.json",
        "action_recognition, default, train/a test/a",
        "pointpillars, default, train/label/a train/lidar/a val/label/a val/lidar/a",
        "pose_classification, default, " + KINETICS,
        "pose_classification, default, nvidia/train_data.npy nvidia/train_label.pkl nvidia/val_data.npy nvidia/val_label.pkl",
        "re_identification, default, sample_train/a sample_test/a sample_query/a"
    })
    void eachLayoutTakesWhatIsEnoughAndNothingLess(String type, String format, String files) throws IOException {
        UploadLayout layout = UploadLayout.of(type, format);
        List<String> all = words(files);
        assertComplete(layout, all);
        for (String left : all) {
            Set<String> fewer = new TreeSet<>(all);
            fewer.remove(left);
            LayoutCheck check = layout.check(fewer);
            assertEquals(1, check.missing().size(), () -> "without " + left + ": " + check.sentence());
            String missing = check.missing().get(0);
            assertTrue(
                    missing.contains(left.substring(0, left.lastIndexOf('/') + 1)) || missing.contains("images*"),
                    () -> "without " + left + ": " + check.sentence());
        }
        onDisk(all);
        assertTrue(layout.check(root).isComplete(), () -> layout + " on the disk");
    }

    private static void assertComplete(UploadLayout layout, List<String> files) {
        LayoutCheck check = layout.check(files);
        assertTrue(check.isComplete(), check.sentence());
        check.expectComplete();
        List<String> more = new ArrayList<>(files);
        more.addAll(List.of("README.md", "zzz/other.txt"));
        assertTrue(layout.check(more).isComplete(), "more than is needed is no harm");
    }

    private void onDisk(List<String> files) throws IOException {
        for (String file : files) {
            Path place = root.resolve(file);
            Files.createDirectories(place.getParent());
            Files.createFile(place);
        }
    }

    @Test
    void aFileWithTheNamesOfBothPlacesOfAFaceDataset() {
        UploadLayout fpenet = UploadLayout.of("fpenet", "default");
        assertTrue(fpenet.check(List.of("data/afw/afw.json", "data.json")).isComplete());
        assertEquals(
                List.of("data/afw/afw.json or data/afw_10/afw_10.json"),
                fpenet.check(List.of("data/afw/afw_10.json", "data.json")).missing());
        assertFalse(
                fpenet.check(List.of("data/afw_10/afw_10.json", "data.json")).isComplete());
    }

    @Test
    void classificationWantsOneDirectoryOfImages() {
        UploadLayout layout = UploadLayout.of("image_classification", "default");
        assertEquals(
                List.of("exactly one images* at the top (2 are there)"),
                layout.check(List.of("images/a/b.jpg", "images_test/a/b.jpg")).missing());
        assertEquals(
                List.of("exactly one images* at the top (0 are there)"),
                layout.check(List.of("data/images/b.jpg")).missing());
    }

    @Test
    void poseClassificationNeedsAllFilesOfOneModel() {
        UploadLayout layout = UploadLayout.of("pose_classification", "default");
        assertEquals(
                List.of("nvidia/train_label.pkl and nvidia/val_label.pkl"),
                layout.check(List.of("nvidia/train_data.npy", "nvidia/val_data.npy"))
                        .missing());
        assertEquals(
                List.of(KINETICS.replace(" ", " and ") + " or "
                        + KINETICS.replace(" ", " and ").replace("kinetics", "nvidia")),
                layout.check(List.of()).missing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "images.txt", "Images/a", "imagesx/a", "a/images/b", "image/s"})
    void aDirectoryIsWhatIsAskedFor(String path) {
        assertFalse(
                UploadLayout.of("object_detection", "raw").check(List.of(path)).isComplete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotations.json/a", "annotations.jso", "annotations.json.gz", "x/annotations.json"})
    void aFileIsWhatIsAskedFor(String path) {
        assertFalse(UploadLayout.of("object_detection", "coco")
                .check(List.of(path, "images/a.jpg"))
                .isComplete());
    }

    @Test
    void theSentenceSaysWhatIsMissingAndWhatWasFound() {
        LayoutCheck check = UploadLayout.of("object_detection", "kitti")
                .check(List.of("labls/a.txt", "images/a.jpg", "images/b.jpg", "read me.txt"));
        assertEquals(
                "A dataset of type object_detection in format kitti needs images/; labels/. Missing: labels/. Found at the"
                        + " top: images/, labls/, read me.txt. Paths are seen from the directory that holds images/, else"
                        + " from the top of the archive. Add what is missing and upload it again.",
                check.sentence());
        DockException refusal = assertThrows(DockException.class, check::expectComplete);
        assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
        assertEquals(check.sentence(), refusal.getMessage());
        assertEquals(List.of("labels/"), refusal.details().get("missing"));
        assertEquals(
                List.of("images/", "labls/", "read me.txt"), refusal.details().get("found"));
    }

    @Test
    void theSentenceStaysShortAndPlain() {
        List<String> many = new ArrayList<>(
                IntStream.range(0, 5000).mapToObj(i -> "file" + i).toList());
        many.add("a\u001b[31m\u202e" + "x".repeat(200));
        LayoutCheck check = UploadLayout.of("bpnet", "default").check(many);
        assertEquals(7, check.missing().size());
        assertTrue(check.sentence().contains(" and 4991 more. "), check.sentence());
        assertTrue(check.sentence().length() < 1500, check.sentence());
        assertTrue(check.sentence().chars().allMatch(c -> c >= ' ' && c != 0x202E), check.sentence());
        assertTrue(UploadLayout.of("ocdnet", "default")
                .check(List.of())
                .sentence()
                .contains("Found at the top: nothing."));
    }

    @Test
    void whatTheDockKeepsInADirectoryIsNotFound() throws IOException {
        onDisk(List.of("specs/convert.json", "logs/x.txt", "metadata.json", "images/a.jpg", "x.txt"));
        LayoutCheck check = UploadLayout.of("object_detection", "kitti").check(root);
        assertEquals(List.of("images/", "x.txt"), check.found());
        assertEquals(List.of("labels/"), check.missing());
        assertThrows(
                IOException.class, () -> UploadLayout.of("ocdnet", "default").check(root.resolve("none")));
    }

    @Test
    void aLinkIsNoDirectory() throws IOException {
        Files.createSymbolicLink(root.resolve("images"), Files.createDirectory(root.resolve("other")));
        assertFalse(UploadLayout.of("object_detection", "raw").check(root).isComplete());
    }

    @Test
    void allTypesAndTheirFormats() {
        assertEquals(
                "object_detection instance_segmentation semantic_segmentation image_classification character_recognition"
                        + " bpnet fpenet action_recognition pointpillars pose_classification ml_recog ocdnet ocrnet"
                        + " optical_inspection re_identification",
                String.join(" ", UploadLayout.types()));
        assertEquals("kitti raw coco coco_raw", String.join(" ", UploadLayout.formats("object_detection")));
        assertEquals("raw coco coco_raw", String.join(" ", UploadLayout.formats("instance_segmentation")));
        assertEquals("unet coco raw", String.join(" ", UploadLayout.formats("semantic_segmentation")));
        assertEquals(
                "default custom raw classification_pyt",
                String.join(" ", UploadLayout.formats("image_classification")));
        assertEquals("lprnet raw", String.join(" ", UploadLayout.formats("character_recognition")));
        UploadLayout.types().stream()
                .skip(5)
                .forEach(type -> assertEquals(Set.of("default"), UploadLayout.formats(type), type));
        assertEquals(Set.of(), UploadLayout.formats("pascal"));
    }

    @Test
    void whatIsNotKnownIsNamedWithWhatIs() {
        DockException type = assertThrows(DockException.class, () -> UploadLayout.of("object_detektion", "kitti"));
        assertEquals(Problem.VALIDATION_ERROR, type.problem());
        assertTrue(type.getMessage().contains("dataset type. Did you mean object_detection?"), type.getMessage());
        DockException format =
                assertThrows(DockException.class, () -> UploadLayout.of("object_detection", "pascal_voc"));
        assertTrue(format.getMessage().endsWith("Known are kitti, raw, coco, coco_raw."), format.getMessage());
    }

    @Test
    void segmentationWritesListsOfItsFiles() {
        FileList images = new FileList("images.txt", "images");
        assertEquals(
                List.of(images, new FileList("masks.txt", "masks")),
                UploadLayout.of("semantic_segmentation", "unet").lists());
        assertEquals(
                List.of(images),
                UploadLayout.of("semantic_segmentation", "coco").lists());
        assertEquals(
                List.of(images), UploadLayout.of("semantic_segmentation", "raw").lists());
        assertEquals(List.of(), UploadLayout.of("object_detection", "kitti").lists());
    }

    @Test
    void aListHasSortedAbsolutePaths() {
        assertEquals(
                List.of(
                        "/data/d1/images/B.png",
                        "/data/d1/images/a.png",
                        "/data/d1/images/sub",
                        "/data/d1/images/\uff61",
                        "/data/d1/images/\ud83d\ude00"),
                new FileList("images.txt", "images")
                        .lines(
                                List.of(
                                        "images/a.png",
                                        "images/sub/x.png",
                                        "images/sub/y.png",
                                        "images/\ud83d\ude00",
                                        "images/\uff61",
                                        "images/.hidden",
                                        "images/B.png",
                                        "images2/c.png",
                                        "masks/a.png"),
                                "/data/d1"));
    }
}
