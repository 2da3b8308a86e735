package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Field;
import dev.modeldock.spi.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final Field NUMBER = new Field("count", Field.Type.NUMBER, false, "", false, "How many");
    private static final List<Field> FIELDS = List.of(
            Field.text("name", "A name").asRequired(),
            Field.text("revision", "A branch").withDefault("main"),
            NUMBER,
            Field.flag("force", "Again"),
            Field.text("token", "A token").asSecret(),
            Field.upload("file", "A file"));
    private static final Path STAGED = Path.of("staged");

    private static DockException refused(Map<String, String> values, Map<String, Path> uploads) {
        DockException no = assertThrows(DockException.class, () -> Requests.of(FIELDS, values, uploads));
        assertEquals(Problem.VALIDATION_ERROR, no.problem());
        return no;
    }

    @Test
    void valuesDefaultsAndFilesAreTakenAndTheUnknownLeftOut() {
        Request request = Requests.of(
                FIELDS, Map.of("name", "bert", "count", "-1.5", "file", "a.zip", "other", "x"), Map.of("file", STAGED));
        assertEquals(
                Set.of("name", "revision", "count", "force", "file"),
                request.values().keySet());
        assertEquals("main", request.find("revision").orElseThrow());
        assertEquals("false", request.find("force").orElseThrow());
        assertEquals(STAGED, request.file("file").orElseThrow());
        assertEquals(
                "main",
                Requests.of(FIELDS, Map.of("name", "b", "revision", " "), Map.of())
                        .find("revision")
                        .get());
    }

    @Test
    void everyFaultIsTold() {
        DockException no = refused(Map.of("count", "many", "force", "yes"), Map.of());
        assertEquals(Set.of("name", "count", "force"), ((Map<?, ?>) no.details().get("fields")).keySet());
        assertTrue(no.getMessage().contains("The field 'count' is a number"), no.getMessage());
        assertTrue(no.getMessage().contains("the field 'force' is true or false and was sent as 'yes'"));
        assertTrue(no.getMessage().contains("'name' is required and missing"), no.getMessage());
    }

    @Test
    void aRequiredFieldWithADefaultMayBeMissing() {
        List<Field> fields = List.of(Field.text("a", "A").withDefault("d").asRequired());
        assertEquals("d", Requests.of(fields, Map.of(), Map.of()).find("a").orElseThrow());
    }

    @Test
    void aRequiredUploadMustBeAFile() {
        List<Field> fields = List.of(Field.upload("file", "A file").asRequired());
        assertThrows(DockException.class, () -> Requests.of(fields, Map.of(), Map.of()));
        assertEquals(
                STAGED,
                Requests.of(fields, Map.of(), Map.of("file", STAGED))
                        .file("file")
                        .orElseThrow());
    }

    @Test
    void filesAndTextAreNotMistakenForEachOther() {
        assertTrue(
                refused(Map.of("name", "a", "file", "x"), Map.of()).getMessage().contains("multipart/form-data"));
        assertTrue(refused(Map.of("name", "a"), Map.of("revision", STAGED))
                .getMessage()
                .contains("sent as a file"));
    }

    @Test
    void textIsOneBoundedLineAndASecretIsNeverQuoted() {
        assertTrue(refused(Map.of("name", "a\nb"), Map.of()).getMessage().contains("control character"));
        assertTrue(
                refused(Map.of("name", "a".repeat(5000)), Map.of()).getMessage().contains("5000 characters"));
        List<Field> secret = List.of(new Field("pin", Field.Type.NUMBER, false, "", true, "A pin"));
        DockException no =
                assertThrows(DockException.class, () -> Requests.of(secret, Map.of("pin", "hunter2"), Map.of()));
        assertFalse(no.getMessage().contains("hunter2"), no.getMessage());
    }
}
