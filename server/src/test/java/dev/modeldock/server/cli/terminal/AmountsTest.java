package dev.modeldock.server.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void bytesHaveThreeDigitsAndAUnit() {
        assertEquals("0 B", Amounts.bytes(0));
        assertEquals("1023 B", Amounts.bytes(1023));
        assertEquals("1.00 KiB", Amounts.bytes(1024));
        assertEquals("12.5 MiB", Amounts.bytes(12 * 1024 * 1024 + 512 * 1024));
        assertEquals("286 MiB", Amounts.bytes(300_021_248));
        assertEquals("8192 PiB", Amounts.bytes(Long.MAX_VALUE));
    }

    @Test
    void timesHaveTheLargestTwoUnits() {
        assertEquals("0s", Amounts.duration(-5));
        assertEquals("59s", Amounts.duration(59));
        assertEquals("2m 5s", Amounts.duration(125));
        assertEquals("1h 0m", Amounts.duration(3600));
        assertEquals("2d 3h", Amounts.duration(2 * 86_400 + 3 * 3600 + 59));
    }

    @Test
    void agesHaveOneAndOddTextStaysAsItIs() {
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        assertEquals("2m ago", Amounts.age("2026-11-25T11:57:55Z", now));
        assertEquals("3d ago", Amounts.age("2026-11-22T11:00:00Z", now));
        assertEquals("yesterday", Amounts.age("yesterday", now));
    }
}
