package dev.modeldock.actions.schemas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON that tests expect. */
public final class SampleJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SampleJson() {}

    public static JsonNode of(String text) throws IOException {
        return JSON.readTree(text);
    }

    static JsonNode resource(String name) throws IOException {
        try (InputStream in = SampleJson.class.getResourceAsStream("/actions/" + name)) {
            return JSON.readTree(in);
        }
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.textValue()));
        return texts;
    }

    /** Whether both are the same values; 1 and 1.0 are. */
    public static void assertSame(JsonNode expected, JsonNode found) {
        assertTrue(
                expected.equals(SampleJson::compare, found), () -> expected + " was expected and found was " + found);
    }

    /** Whether everything that is expected is there; objects may have more. */
    static void assertContains(JsonNode expected, JsonNode found) {
        if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> each : expected.properties()) {
                assertTrue(found.has(each.getKey()), () -> each.getKey() + " is missing in " + found);
                assertContains(each.getValue(), found.get(each.getKey()));
            }
        } else {
            assertSame(expected, found);
        }
    }

    private static int compare(JsonNode one, JsonNode other) {
        boolean same = one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }
}
