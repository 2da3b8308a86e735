package dev.modeldock.server.actions.masks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.spi.ActionException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Mask filled(int width, int height, double... points) {
        Mask mask = new Mask(width, height);
        new Polygon(points).fill(mask);
        return mask;
    }

    @Test
    void aPixelBelongsToItWhenItsCentreLiesInside() {
        Mask mask = filled(10, 10, 2, 3, 5, 3, 5, 7, 2, 7);
        assertEquals(Optional.of(new Box(2, 3, 5, 7)), mask.box());
        assertEquals(12, mask.size());
        assertEquals(12, filled(10, 10, 1.6, 2.6, 5.4, 2.6, 5.4, 7.4, 1.6, 7.4).size(), "centres are what counts");
        assertEquals(12, filled(10, 10, 2.4, 3.4, 4.6, 3.4, 4.6, 6.6, 2.4, 6.6).size());
        assertEquals(0, filled(10, 10, 2.6, 2.6, 3.4, 2.6, 3.4, 3.4, 2.6, 3.4).size(), "no centre is inside");
    }

    @Test
    void neighboursShareNoPixelAndLeaveNoneOut() {
        // The border goes through centres.
        Mask left = filled(10, 10, 0, 0, 4.5, 0, 4.5, 10, 0, 10);
        Mask right = filled(10, 10, 4.5, 0, 10, 0, 10, 10, 4.5, 10);
        assertEquals(100, left.size() + right.size());
        assertEquals(Optional.of(new Box(4, 0, 10, 10)), right.box());
        Mask upper = filled(10, 10, 0, 0, 10, 0, 0, 10);
        Mask lower = filled(10, 10, 10, 0, 10, 10, 0, 10);
        assertEquals(100, upper.size() + lower.size());
    }

    @Test
    void itIsCutOffAtTheImage() {
        assertEquals(
                100,
                filled(10, 10, -1e300, -1e300, 1e300, -1e300, 1e300, 1e300, -1e300, 1e300)
                        .size());
        assertEquals(0, filled(10, 10, -9, -9, -1, -9, -1, -1, -9, -1).size());
        assertEquals(0, filled(10, 10, 20, 20, 30, 20, 30, 30, 20, 30).size());
        assertEquals(0, filled(10, 10, 3, 3, 3, 3, 3, 3).size());
    }

    @Test
    void whatIsEnclosedTwiceLiesOutside() {
        Mask ring = filled(10, 10, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 3, 3, 3, 7, 7, 7, 7, 3, 3, 3);
        assertEquals(100 - 16, ring.size());
    }

    @Test
    void anyPolygonIsWhatItsCentresSay() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            double[] points =
                    random.doubles(2L * (3 + random.nextInt(8)), -5, 25).toArray();
            Mask mask = filled(20, 20, points);
            for (int y = 0; y < 20; y++) {
                for (int x = 0; x < 20; x++) {
                    assertEquals(inside(points, x + 0.5, y + 0.5), mask.has(x, y), "round " + round);
                }
            }
        }
    }

    /** By counting the sides to the right. */
    private static boolean inside(double[] points, double x, double y) {
        boolean inside = false;
        for (int i = 0; i < points.length; i += 2) {
            double x1 = points[i];
            double y1 = points[i + 1];
            double x2 = points[(i + 2) % points.length];
            double y2 = points[(i + 3) % points.length];
            if (y1 > y != y2 > y && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) {
                inside = !inside;
            }
        }
        return inside;
    }

    private static ObjectNode annotation(String segmentation) throws Exception {
        return (ObjectNode) JSON.readTree("{\"id\":17,\"segmentation\":" + segmentation + "}");
    }

    @Test
    void severalPolygonsBelongTogether() throws Exception {
        Mask mask = Segmentation.of(annotation("[[0,0,4,0,4,4,0,4],[2,0,6,0,6,4,2,4],[1,1,2,2],[]]"), 10, 10)
                .orElseThrow();
        assertEquals(
                24, mask.size(), "where two of them overlap belongs to it too; fewer than three corners are nothing");
    }

    private static void refused(String segmentation, String words) throws Exception {
        ObjectNode annotation = annotation(segmentation);
        String message = assertThrows(ActionException.class, () -> Segmentation.of(annotation, 10, 10))
                .getMessage();
        assertTrue(message.contains("annotation 17") && message.contains(words), message);
    }

    @Test
    void whatIsNoSegmentationIsRefused() throws Exception {
        refused("\"all\"", "neither polygons nor run lengths");
        refused("[[1,2,3]]", "no list of x and y");
        refused("[1,2,3,4]", "no list of x and y");
        refused("[[1,2,3,4,5,\"6\"]]", "\"6\", which is no number");
        refused("[[1,2,3,4,5,1e999]]", "which is no number");
        refused("{\"size\":[1,2],\"counts\":[2]}", "is of the size [1,2]");
        assertTrue(Segmentation.of(annotation("[]"), 10, 10).isEmpty());
        assertTrue(Segmentation.of(annotation("null"), 10, 10).isEmpty());
    }
}
