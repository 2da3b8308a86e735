package dev.modeldock.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTypeTest {
    @Test
    void sizesTakeUnitsOfTenAndOfTwo() {
        assertEquals(0L, ValueType.SIZE.read("0"));
        assertEquals(1_048_576L, ValueType.SIZE.read("1048576"));
        assertEquals(64L << 20, ValueType.SIZE.read("64MiB"));
        assertEquals(64_000_000L, ValueType.SIZE.read("64 MB"));
        assertEquals(1L << 30, ValueType.SIZE.read("1gib"));
        assertEquals(2L << 40, ValueType.SIZE.read("2Ti"));
        assertEquals(5_000L, ValueType.SIZE.read("5k"));
        assertEquals(7L, ValueType.SIZE.read("7B"));
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        for (String text : List.of("", "-1", "1.5GiB", "64MiBs", "MiB", "1iB", "999999999999999999T", "1e9")) {
            assertThrows(IllegalArgumentException.class, () -> ValueType.SIZE.read(text), text);
        }
    }

    @Test
    void durationsAreShortOrIso() {
        assertEquals(Duration.ofHours(24), ValueType.DURATION.read("24h"));
        assertEquals(Duration.ofSeconds(90), ValueType.DURATION.read("90s"));
        assertEquals(Duration.ofMinutes(15), ValueType.DURATION.read("15M"));
        assertEquals(Duration.ofDays(7), ValueType.DURATION.read("7d"));
        assertEquals(Duration.ofMinutes(90), ValueType.DURATION.read("PT1H30M"));
        for (String text : List.of("", "24", "0s", "-PT1H", "soon", "1w")) {
            assertThrows(IllegalArgumentException.class, () -> ValueType.DURATION.read(text), text);
        }
    }

    @Test
    void publicUrlsAreWebAddressesWithoutATrailingSlash() {
        assertEquals("https://models.example.org/dock", ValueType.URL.read("https://models.example.org/dock//"));
        assertEquals("", ValueType.URL.read(""));
        for (String text : List.of("models.example.org", "ftp://x", "http://x?y=1", "http:// x", "https:///path")) {
            assertThrows(IllegalArgumentException.class, () -> ValueType.URL.read(text), text);
        }
    }

    @Test
    void portsAndCountsHaveBounds() {
        assertEquals(0L, ValueType.PORT.read("0"));
        assertEquals(65_535L, ValueType.PORT.read("65535"));
        for (String text : List.of("65536", "-1", "80a", "")) {
            assertThrows(IllegalArgumentException.class, () -> ValueType.PORT.read(text), text);
        }
        assertThrows(IllegalArgumentException.class, () -> ValueType.COUNT.read("0"));
    }
}
