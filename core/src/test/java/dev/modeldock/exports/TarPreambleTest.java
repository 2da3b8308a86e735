package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class TarPreambleTest {
    private static final long EIGHT_GIB = 1L << 33;

    @Test
    void everyLengthOfNameIsReadBack() throws IOException {
        for (int length = 1; length <= 1200; length++) {
            assertReadBack("n".repeat(length), 0);
            assertReadBack(("d".repeat(49) + "/").repeat(24).substring(0, length - 1) + "x", 0);
            assertReadBack("ä".repeat(length), 0);
        }
    }

    @Test
    void namesThatFitNeedNoExtendedHeader() {
        assertFalse(isExtended("n".repeat(100), 0));
        assertTrue(isExtended("n".repeat(101), 0));
        assertFalse(isExtended("p".repeat(155) + "/" + "n".repeat(100), 0));
        assertTrue(isExtended("p".repeat(156) + "/" + "n".repeat(99), 0));
        assertTrue(isExtended("p".repeat(155) + "/" + "n".repeat(101), 0));
        assertTrue(isExtended("ä", 0));
        assertTrue(isExtended("/" + "n".repeat(100), 0));
    }

    @Test
    void sizesFrom8GibOnNeedAnExtendedHeader() throws IOException {
        assertFalse(isExtended("n", EIGHT_GIB - 1));
        assertTrue(isExtended("n", EIGHT_GIB));
        for (long size : new long[] {EIGHT_GIB - 1, EIGHT_GIB, 10_000_000_000L, 1L << 50}) {
            assertReadBack("n", size);
            assertReadBack("ä".repeat(200), size);
        }
    }

    @Test
    void whatIsNotTheNameIsTheSameForAll() throws IOException {
        TarArchiveEntry entry = read(new TarPreamble("root/a".getBytes(StandardCharsets.UTF_8), 3));
        assertEquals(0644, entry.getMode());
        assertEquals(0, entry.getLongUserId());
        assertEquals(0, entry.getLongGroupId());
        assertEquals("", entry.getUserName());
        assertEquals("", entry.getGroupName());
        assertEquals("1980-01-01T00:00:00Z", entry.getLastModifiedTime().toString());
        assertTrue(entry.isFile());
    }

    private static void assertReadBack(String name, long size) throws IOException {
        TarPreamble header = new TarPreamble(name.getBytes(StandardCharsets.UTF_8), size);
        assertEquals(header.length(), header.bytes().length, name);
        TarArchiveEntry entry = read(header);
        assertEquals(name, entry.getName());
        assertEquals(size, entry.getSize());
        assertTrue(entry.isCheckSumOK(), name);
    }

    private static TarArchiveEntry read(TarPreamble header) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(header.bytes());
        try (TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8")) {
            return tar.getNextEntry();
        }
    }

    private static boolean isExtended(String name, long size) {
        return new TarPreamble(name.getBytes(StandardCharsets.UTF_8), size).length() > TarPreamble.BLOCK;
    }
}
