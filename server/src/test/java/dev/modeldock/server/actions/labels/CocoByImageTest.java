package dev.modeldock.server.actions.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoByImageTest {
    @TempDir
    Path temp;

    private Path work() throws IOException {
        return Files.createDirectories(temp.resolve("work"));
    }

    private CocoFile coco(String text) throws IOException {
        return new CocoFile(Files.writeString(temp.resolve("annotations.json"), text));
    }

    /** Each image's name with the ids of its annotations. */
    private static List<String> read(CocoByImage images) {
        List<String> all = new ArrayList<>();
        while (images.hasNext()) {
            CocoImage image = images.next();
            assertEquals(all.size(), image.number());
            List<String> said = new ArrayList<>();
            for (ObjectNode annotation : image.annotations()) {
                said.add(annotation.path("id").asText());
            }
            assertEquals(said.size(), image.size());
            all.add(image.image().path("file_name").asText() + said);
        }
        return all;
    }

    private List<String> read(String text) throws ActionException, IOException {
        try (CocoByImage images = CocoByImage.of(coco(text), work())) {
            return read(images);
        } finally {
            assertNothingIsLeft();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(work())) {
            assertEquals(List.of(), left.toList());
        }
    }

    private void assertRefused(String sentence, String text) throws IOException {
        ActionException refused = assertThrows(ActionException.class, () -> read(text));
        assertEquals(sentence, refused.getMessage());
        assertNothingIsLeft();
    }

    @Test
    void imagesComeInTheirOrderWithTheirAnnotationsInTheirs() throws Exception {
        assertEquals(List.of("b[3, 1]", "a[]", "c[2]"), read("""
                        {"annotations": [{"image_id": 7, "id": 3}, {"image_id": "x", "id": 2}, {"image_id": 7, "id": 1}],
                         "images": [{"id": 7, "file_name": "b"}, {"id": 1, "file_name": "a"},
                                    {"id": "x", "file_name": "c"}]}
                        """));
    }

    @Test
    void noImagesAreNone() throws Exception {
        assertEquals(List.of(), read("{\"images\": [], \"annotations\": [{\"image_id\": 1}]}"));
    }

    @Test
    void annotationsOfNoImageAreCounted() throws Exception {
        CocoFile coco = coco(
                "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 2}, {\"image_id\": 3}, {\"image_id\": 1}]}");
        try (CocoByImage images = CocoByImage.of(coco, work())) {
            assertEquals(2, images.strays());
            assertEquals(1, images.images());
            assertEquals(1, images.next().size());
        }
    }

    /** Many images and few bytes at once: ranges are split, and split again. */
    @Test
    void anyDistributionOverFilesGivesTheSame() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int images = 1 + random.nextInt(400);
            Map<Integer, List<String>> expected = new HashMap<>();
            StringBuilder annotations = new StringBuilder();
            for (int i = 0; i < random.nextInt(2000); i++) {
                // Most of one image's neighbourhood, so that ranges are uneven.
                int image = random.nextBoolean() ? random.nextInt(images) : Math.min(images - 1, random.nextInt(3));
                expected.computeIfAbsent(image, any -> new ArrayList<>()).add("" + i);
                annotations
                        .append(i == 0 ? "" : ",")
                        .append("{\"image_id\":" + (image * 31L + seed) + ",\"id\":" + i + "}");
            }
            StringBuilder list = new StringBuilder();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                list.append(i == 0 ? "" : ",")
                        .append("{\"id\":" + (i * 31L + seed) + ",\"file_name\":\"" + i + ".png\"}");
                all.add(i + ".png" + expected.getOrDefault(i, List.of()));
            }
            CocoFile coco = coco("{\"images\":[" + list + "],\"annotations\":[" + annotations + "]}");
            for (long most : new long[] {30_000, 100_000, ElementBytes.MOST}) {
                try (CocoByImage found = CocoByImage.of(coco, work(), most)) {
                    assertEquals(all, read(found), "seed " + seed + ", " + most + " bytes");
                }
                assertNothingIsLeft();
            }
        }
    }

    @Test
    void whatIsMissingOrBrokenIsToldInASentence() throws IOException {
        assertRefused(
                "annotations.json has more than one image with the id 7; expected is one.",
                "{\"images\": [{\"id\": 7}, {\"id\": 7}], \"annotations\": []}");
        assertRefused(
                "The COCO annotations have an element whose \"id\" is missing or no id: {\"file_name\":\"a\"}; expected is a"
                        + " whole number of 64 bits, or a text of at most 200 letters.",
                "{\"images\": [{\"file_name\": \"a\"}], \"annotations\": []}");
        assertRefused(
                "The COCO annotations have an element whose \"image_id\" is missing or no id:"
                        + " {\"id\":1,\"image_id\":[1]}; expected is a whole number of 64 bits, or a text of at most 200"
                        + " letters.",
                "{\"images\": [], \"annotations\": [{\"id\": 1, \"image_id\": [1]}]}");
        assertRefused(
                "annotations.json has no list \"annotations\"; expected are COCO annotations: {\"images\": […],"
                        + " \"annotations\": […], \"categories\": […]}.",
                "{\"images\": []}");
    }

    @Test
    void aMissingFileIsTold() throws IOException {
        Path work = work();
        ActionException refused = assertThrows(
                ActionException.class, () -> CocoByImage.of(new CocoFile(temp.resolve("none.json")), work));
        assertEquals("There is no none.json in the dataset.", refused.getMessage());
    }

    @Test
    void anElementLongerThanMemoryAllowsIsRefused() throws IOException {
        assertRefused(
                "annotations.json has in \"annotations\" an element longer than 8 MiB: no image is described by so much.",
                "{\"images\": [], \"annotations\": [{\"image_id\": 1, \"segmentation\": [" + "1,".repeat(5 << 20)
                        + "1]}]}");
    }

    @Test
    void anImageWithMoreAnnotationsThanMemoryAllowsIsRefused() throws Exception {
        StringBuilder annotations = new StringBuilder("{\"image_id\":1}");
        for (int i = 0; i < 300; i++) {
            annotations.append(",{\"image_id\":2,\"id\":").append(i).append('}');
        }
        CocoFile coco = coco("{\"images\":[{\"id\":1},{\"id\":2}],\"annotations\":[" + annotations + "]}");
        try (CocoByImage images = CocoByImage.of(coco, work(), 1000)) {
            assertEquals(1, images.next().size());
            UncheckedIOException refused = assertThrows(UncheckedIOException.class, images::next);
            assertEquals(
                    "The annotations of the image at 1 (from 0) in the list of images are longer than 1000 bytes."
                            + " No more can be held of one.",
                    refused.getCause().getMessage());
        }
        assertNothingIsLeft();
    }

    @Test
    void itStopsWhenItIsTold() throws IOException {
        coco("{\"images\": [], \"annotations\": []}");
        CocoFile coco = new CocoFile(temp.resolve("annotations.json"), () -> {
            throw new CancellationException();
        });
        Path work = work();
        assertThrows(CancellationException.class, () -> CocoByImage.of(coco, work));
        assertNothingIsLeft();
    }

    @Test
    void whatAnEarlierRunLeftGoes() throws Exception {
        Files.createDirectories(work().resolve("coco-by-image/images"));
        Files.writeString(work().resolve("coco-by-image/images/rows-0"), "left");
        assertEquals(List.of("a[]"), read("{\"images\": [{\"id\": 1, \"file_name\": \"a\"}], \"annotations\": []}"));
        assertFalse(Files.exists(work().resolve("coco-by-image")));
        assertTrue(Files.exists(work()));
    }
}
