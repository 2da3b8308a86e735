package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WildcardTest {
    private static void assertMatches(boolean expected, String pattern, String text, Wildcard.Dialect... dialects) {
        for (Wildcard.Dialect dialect : dialects.length == 0 ? Wildcard.Dialect.values() : dialects) {
            assertEquals(expected, new Wildcard(pattern, dialect).matches(text), pattern + " on " + text);
        }
    }

    @Test
    void whatBothDialectsHave() {
        for (String text : List.of("", "a", "a/b", "*")) {
            assertMatches(true, "*", text);
        }
        assertMatches(true, "*.safetensors", "sub/model.safetensors");
        assertMatches(false, "*.safetensors", "model.safetensors.json");
        assertMatches(true, "m?del-*-of-*", "model-00001-of-00002");
        assertMatches(false, "?", "");
        assertMatches(true, "[ab]x[0-9]", "bx7");
        assertMatches(false, "[ab]x[0-9]", "cx7");
        assertMatches(true, "[!ab]", "c");
        assertMatches(false, "[!ab]", "a");
        assertMatches(true, "[]a]", "]");
        assertMatches(true, "[a", "[a");
        assertMatches(true, "a*b*c", "aXbYbZc");
        assertMatches(false, "", "a");
    }

    @Test
    void inWhatTheyDiffer() {
        assertMatches(true, "\\*", "*", Wildcard.Dialect.GIT);
        assertMatches(false, "\\*", "\\x", Wildcard.Dialect.GIT);
        assertMatches(true, "\\*", "\\x", Wildcard.Dialect.FNMATCH);
        assertMatches(true, "[^a]", "^", Wildcard.Dialect.FNMATCH);
        assertMatches(true, "[^a]", "b", Wildcard.Dialect.GIT);
        assertMatches(false, "[^a]", "b", Wildcard.Dialect.FNMATCH);
    }

    @Test
    void noPatternTakesLong() {
        String pattern = "*a".repeat(2_000) + "b";
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertFalse(new Wildcard(pattern, Wildcard.Dialect.GIT).matches("a".repeat(5_000))));
    }
}
