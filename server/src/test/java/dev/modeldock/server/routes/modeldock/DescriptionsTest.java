package dev.modeldock.server.routes.modeldock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
    @Test
    void aTextForPeopleIsTaken() {
        for (String text :
                List.of("", "Zwei\nZeilen\tund ein Tab, € 🙂", "a\r\nb", "x".repeat(4096), "🙂".repeat(4096))) {
            assertEquals(text, Descriptions.checked(text));
        }
    }

    @Test
    void whatIsTooLongOrHasControlCharactersIsRefused() {
        assertRefused("x".repeat(4097), "4097 characters; at most 4096");
        assertRefused("a\u0000b", "U+0000");
        assertRefused("a\u001b[2J", "U+001B");
        assertRefused("a\rb", "U+000D");
        assertRefused("a\u0085b", "U+0085");
    }

    private static void assertRefused(String text, String words) {
        DockException refusal = assertThrows(DockException.class, () -> Descriptions.checked(text));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
