package dev.modeldock.problems;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void slipsOfTheKeyboardCountOne() {
        assertEquals(0, Spelling.distance("port", "port"));
        assertEquals(1, Spelling.distance("prot", "port"));
        assertEquals(1, Spelling.distance("pot", "port"));
        assertEquals(1, Spelling.distance("poort", "port"));
        assertEquals(1, Spelling.distance("porr", "port"));
        assertEquals(4, Spelling.distance("", "port"));
    }

    @Test
    void theNearestIsFoundWhateverTheCase() {
        assertEquals("server.publicUrl", Spelling.nearest("server.publicurl", List.of("host", "server.publicUrl")));
    }

    @Test
    void ofEquallyNearOnesTheFirstOfTheAlphabetIsTaken() {
        assertEquals("cat", Spelling.nearest("at", List.of("rat", "hat", "cat")));
    }

    @Test
    void aNameWithoutEndCostsLittle() {
        assertEquals("xxx", Spelling.nearest("x".repeat(10_000_000), List.of("host", "xxx")));
    }
}
