package dev.modeldock.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void slipsOfTheKeyboardCountOne() {
        assertEquals(0, NearestName.distance("port", "port"));
        assertEquals(1, NearestName.distance("prot", "port"));
        assertEquals(1, NearestName.distance("pot", "port"));
        assertEquals(1, NearestName.distance("poort", "port"));
        assertEquals(1, NearestName.distance("porr", "port"));
        assertEquals(4, NearestName.distance("", "port"));
    }

    @Test
    void theNearestIsFoundWhateverTheCase() {
        assertEquals("server.publicUrl", NearestName.of("server.publicurl", List.of("host", "server.publicUrl")));
    }
}
