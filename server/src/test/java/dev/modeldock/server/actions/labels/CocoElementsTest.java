package dev.modeldock.server.actions.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoElementsTest {
    @TempDir
    Path temp;

    private Path file(String text) throws IOException {
        return Files.writeString(temp.resolve("annotations.json"), text);
    }

    private List<Integer> ids(String text) throws Exception {
        List<Integer> ids = new ArrayList<>();
        try (CocoElements elements = new CocoFile(file(text)).elements("images")) {
            while (elements.hasNext()) {
                assertTrue(elements.hasNext(), "asked twice");
                ids.add(elements.next().path("id").asInt());
            }
            assertFalse(elements.hasNext());
            assertThrows(NoSuchElementException.class, elements::next);
        }
        return ids;
    }

    @Test
    void elementsComeInTheOrderOfTheFile() throws Exception {
        assertEquals(
                List.of(3, 1, 2),
                ids("{\"info\":{\"images\":[9]},\"images\":[{\"id\":3},{\"id\":1,\"x\":[[]]},{\"id\":2}],\"more\":1}"));
        assertEquals(List.of(), ids("{\"images\":[]}"));
    }

    private String fault(String text) throws IOException {
        file(text);
        ActionException direct = null;
        try {
            ids(text);
        } catch (ActionException e) {
            direct = e;
        } catch (UncheckedIOException e) {
            direct = assertInstanceOf(ActionException.class, e.getCause().getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return direct.getMessage();
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        assertTrue(fault("{\"annotations\":[]}").contains("has no list \"images\""));
        assertTrue(fault("[]").contains("is no JSON object"));
        assertTrue(fault("").contains("is no JSON object"));
        assertTrue(fault("{\"images\":{}}").contains("\"images\" that is no list"));
        assertTrue(fault("{\"images\":[{},7]}").contains("at 1 what is no object"));
        assertTrue(fault("{\"images\":[{},\n{\"id\":}]}").contains("(line 2)"));
        assertTrue(fault("{\"images\":[{}").contains("is no JSON"));
        assertTrue(fault("{\"a\" 1}").contains("annotations.json is no JSON"));
        Files.delete(temp.resolve("annotations.json"));
        assertTrue(assertThrows(
                        ActionException.class, () -> new CocoFile(temp.resolve("annotations.json")).elements("images"))
                .getMessage()
                .contains("There is no annotations.json"));
    }

    @Test
    void idsAreNumbersOrTexts() throws Exception {
        ObjectNode element =
                (ObjectNode) new ObjectMapper().readTree("{\"a\":7,\"b\":7.0,\"c\":\"7\",\"d\":7.5,\"e\":[]}");
        assertEquals(7L, CocoIds.of(element, "a"));
        assertEquals(7L, CocoIds.of(element, "b"));
        assertEquals("7", CocoIds.of(element, "c"));
        for (String none : List.of("d", "e", "f")) {
            assertTrue(assertThrows(ActionException.class, () -> CocoIds.of(element, none))
                    .getMessage()
                    .contains("\"" + none + "\" is missing or no id"));
        }
    }

    @Test
    void onTheWayToAListItCanBeStopped() throws Exception {
        Path file = file("{\"info\":[" + "[1],".repeat(100_000) + "1],\"images\":[{\"id\":1}]}");
        int[] asked = {0};
        try (CocoElements elements = new CocoFile(file, () -> asked[0]++).elements("images")) {
            assertEquals(1, elements.next().path("id").asInt());
        }
        assertTrue(asked[0] > 50, () -> asked[0] + " times");
        assertThrows(
                IllegalStateException.class,
                () -> new CocoFile(file, () -> {
                            throw new IllegalStateException("to stop");
                        })
                        .elements("images"));
    }
}
