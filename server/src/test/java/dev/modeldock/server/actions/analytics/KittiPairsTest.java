package dev.modeldock.server.actions.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.server.actions.analytics.KittiPairs.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class KittiPairsTest {
    @Test
    void whatIsCalledTheSameBelongsTogether() {
        assertEquals(
                List.of(new Pair("a.txt", "a.jpg"), new Pair("c.1.txt", "c.1.jpeg"), new Pair("deep/d.txt", "d.PNG")),
                KittiPairs.of(
                        List.of("a.jpg", "b.jpg", "c.1.jpeg", "d.PNG"),
                        List.of("0.txt", "a.txt", "c.1.txt", "c.txt", "deep/d.txt")));
    }

    @Test
    void directoriesOfTheSameNameGoTogetherFirst() {
        assertEquals(
                List.of(new Pair("b/x.txt", "b/x.png"), new Pair("c/x.txt", "a/x.png")),
                KittiPairs.of(List.of("a/x.png", "b/x.png", "d/x.png"), List.of("b/x.txt", "c/x.txt")));
    }

    @Test
    void twoImagesOfOneNameInADirectoryAreOneForTheLabel() {
        assertEquals(List.of(new Pair("x.txt", "x.jpg")), KittiPairs.of(List.of("x.jpg", "x.png"), List.of("x.txt")));
    }

    @Test
    void nothingBelongsToNothing() {
        assertEquals(List.of(), KittiPairs.of(List.of("a.png"), List.of("b.txt")));
        assertEquals(List.of(), KittiPairs.of(List.of(), List.of("b.txt")));
    }
}
