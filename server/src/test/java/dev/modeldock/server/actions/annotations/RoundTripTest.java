package dev.modeldock.server.actions.annotations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.server.actions.labels.TinyDataset;
import dev.modeldock.server.actions.labels.TinyDataset.Tried;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From KITTI to COCO and back, whatever the labels are. */
class RoundTripTest {
    private static final List<String> TYPES = List.of("Car", "Person", "DontCare", "tram-3", "Łódź");

    @TempDir
    Path temp;

    private static String number(Random random, int size) {
        double value = random.nextInt(4) == 0 ? random.nextInt(size) : random.nextDouble() * size * 1.4 - size * 0.2;
        return random.nextBoolean() ? String.format(Locale.ROOT, "%.2f", value) : Double.toString(value);
    }

    private static String row(Random random) {
        StringBuilder row = new StringBuilder(TYPES.get(random.nextInt(TYPES.size()))).append(" 0.00 0 -1.5");
        for (int size : new int[] {64, 48, 64, 48}) {
            row.append(' ').append(number(random, size));
        }
        return row.append(" 0 0 0 0 0 0 0")
                .append(random.nextInt(3) == 0 ? " 0.9\n" : "\n")
                .toString();
    }

    /** The boxes that are to be there in the end. */
    private static List<KittiRow> kept(String rows) {
        Set<KittiRow> once = new LinkedHashSet<>();
        rows.lines().map(KittiRow::of).forEach(once::add);
        return once.stream().filter(row -> row.box().within(64, 48).isFilled()).toList();
    }

    @Test
    void everyKeptBoxComesBack() throws Exception {
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            TinyDataset kitti = new TinyDataset(temp.resolve("kitti" + seed));
            Map<String, List<KittiRow>> expected = new TreeMap<>();
            for (int i = 0; i < 6; i++) {
                StringBuilder rows = new StringBuilder();
                for (int j = random.nextInt(8); j > 0; j--) {
                    rows.append(row(random).repeat(random.nextInt(5) == 0 ? 2 : 1));
                }
                kitti.image(i + ".png", 64, 48).label(i + ".txt", rows.toString());
                expected.put(i + ".txt", kept(rows.toString()));
            }
            expected.values().removeIf(List::isEmpty);
            Tried coco = kitti.run(
                    new AnnotationService(),
                    "annotations",
                    "convert",
                    "{\"data\":{\"input_format\":\"KITTI\",\"output_format\":\"COCO\"}}");
            Tried back = new TinyDataset(temp.resolve("coco" + seed))
                    .file("annotations.json", coco.text(TinyDataset.ID + ".json"))
                    .run(new AnnotationService(), "annotations", "convert", "{}");
            assertEquals(new ArrayList<>(expected.keySet()), back.files(), "seed " + seed);
            for (String name : back.files()) {
                List<KittiRow> found = Files.readAllLines(back.results().resolve(name)).stream()
                        .map(KittiRow::of)
                        .toList();
                assertSame(expected.get(name), found, "seed " + seed + ", " + name);
            }
        }
    }

    private static void assertSame(List<KittiRow> expected, List<KittiRow> found, String where) {
        assertEquals(expected.size(), found.size(), where);
        for (int i = 0; i < found.size(); i++) {
            Box box = expected.get(i).box().within(64, 48);
            Box other = found.get(i).box();
            assertEquals(expected.get(i).type(), found.get(i).type(), where);
            assertEquals(15, found.get(i).columns().size(), where);
            assertEquals(box.left(), other.left(), 1e-9, where);
            assertEquals(box.top(), other.top(), 1e-9, where);
            assertEquals(box.right(), other.right(), 1e-9, where);
            assertEquals(box.bottom(), other.bottom(), 1e-9, where);
            assertTrue(other.isFilled(), where);
        }
    }
}
