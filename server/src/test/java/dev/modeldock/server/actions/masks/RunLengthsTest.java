package dev.modeldock.server.actions.masks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLengthsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Mask of(String... rows) {
        Mask mask = new Mask(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                if (rows[y].charAt(x) == '#') {
                    mask.add(x, y);
                }
            }
        }
        return mask;
    }

    private static String drawn(Mask mask) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                text.append(mask.has(x, y) ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    @Test
    void runsGoDownTheColumns() throws Exception {
        Mask expected = of(".#.", "##.", "..#");
        Mask list = RunLengths.decode(json("{\"size\":[3,3],\"counts\":[1,1,1,2,3,1]}"), 3, 3);
        assertEquals(drawn(expected), drawn(list));
        Mask text = RunLengths.decode(json("{\"size\":[3,3],\"counts\":\"11112O\"}"), 3, 3);
        assertEquals(drawn(expected), drawn(text));
        assertEquals(json("{\"size\":[3,3],\"counts\":\"11112O\"}"), RunLengths.encode(expected));
    }

    @Test
    void longRunsAreTextsAsOthersWriteThem() throws Exception {
        Mask mask = new Mask(300, 200);
        for (int y = 50; y < 190; y++) {
            mask.add(y, 100, 140);
        }
        // Made with another program from the published description.
        String counts = "bbc0\\4l1" + "0".repeat(77) + "^Vo0";
        assertEquals(counts, RunLengths.encode(mask).path("counts").asText());
        assertEquals(drawn(mask), drawn(RunLengths.decode(RunLengths.encode(mask), 300, 200)));
    }

    @Test
    void fullAndEmptyOnes() throws Exception {
        assertEquals("08", RunLengths.encode(of("####", "####")).path("counts").asText());
        assertEquals("8", RunLengths.encode(of("....", "....")).path("counts").asText());
        assertEquals(
                8,
                RunLengths.decode(json("{\"size\":[2,4],\"counts\":[0,8]}"), 4, 2)
                        .size());
        assertTrue(RunLengths.decode(json("{\"size\":[2,4],\"counts\":\"8\"}"), 4, 2)
                .box()
                .isEmpty());
    }

    @Test
    void anyMaskComesBack() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Mask mask = new Mask(1 + random.nextInt(40), 1 + random.nextInt(40));
            double share = random.nextDouble();
            for (int y = 0; y < mask.height(); y++) {
                for (int x = 0; x < mask.width(); x++) {
                    if (random.nextDouble() < share) {
                        mask.add(x, y);
                    }
                }
            }
            Mask back = RunLengths.decode(RunLengths.encode(mask), mask.width(), mask.height());
            assertEquals(drawn(mask), drawn(back));
        }
    }

    private static void refused(String text, String words) {
        String message = assertThrows(IllegalArgumentException.class, () -> RunLengths.decode(json(text), 4, 2))
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void whatIsNoMaskOfTheImageIsRefused() {
        refused("{\"size\":[4,2],\"counts\":[8]}", "its image has the size [2,4]");
        refused("{\"counts\":[8]}", "is of the size");
        refused("{\"size\":[2,4]}", "no \"counts\"");
        refused("{\"size\":[2,4],\"counts\":[4,5]}", "do not fit");
        refused("{\"size\":[2,4],\"counts\":[4,2]}", "6 pixels in all; its image has 8");
        refused("{\"size\":[2,4],\"counts\":[9,-1]}", "do not fit");
        refused("{\"size\":[2,4],\"counts\":[1.5]}", "do not fit");
        refused("{\"size\":[2,4],\"counts\":\"1 2\"}", "near character 2");
        refused("{\"size\":[2,4],\"counts\":\"o\"}", "near character 1");
        refused("{\"size\":[2,4],\"counts\":\"oooooooooooooooo1\"}", "no run lengths");
        refused("{\"size\":[2,4],\"counts\":[9223372036854775807,1]}", "do not fit");
        refused("{\"size\":[2,4],\"counts\":[1,9223372036854775807]}", "do not fit");
    }
}
