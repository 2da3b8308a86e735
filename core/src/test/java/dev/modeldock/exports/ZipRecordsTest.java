package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** ZIP64 begins exactly where APPNOTE wants it: at the values that mean "see ZIP64". */
class ZipRecordsTest {
    private static final long LARGE = 0xFFFFFFFFL;
    private static final byte[] NAME = "root/a".getBytes();

    @Test
    void theEndTurnsLargeByCountStartOrLength() {
        assertEquals(22, ZipRecords.end(65_534, LARGE - 1, LARGE - 1).length);
        assertEquals(98, ZipRecords.end(65_535, 0, 0).length);
        assertEquals(98, ZipRecords.end(0, LARGE, 0).length);
        assertEquals(98, ZipRecords.end(0, 0, LARGE).length);
        ByteBuffer end = in(ZipRecords.end(70_000, LARGE + 5, 9));
        assertEquals(70_000, end.getLong(24));
        assertEquals(70_000, end.getLong(32));
        assertEquals(9, end.getLong(40));
        assertEquals(LARGE + 5, end.getLong(48));
        assertEquals(LARGE + 14, end.getLong(64));
        assertEquals((short) 0xFFFF, end.getShort(84));
        assertEquals(9, end.getInt(88));
        assertEquals(-1, end.getInt(92));
    }

    @Test
    void aHeaderTurnsLargeBySizeOrOffset() {
        ArchiveFile small = new ArchiveFile("a", LARGE - 1, 0, "");
        ArchiveFile large = new ArchiveFile("a", LARGE, 0, "");
        assertEquals(30 + 6, ZipRecords.local(NAME, small).length);
        assertEquals(30 + 6 + 20, ZipRecords.local(NAME, large).length);
        assertEquals(46 + 6, ZipRecords.central(NAME, small, LARGE - 1).length);
        assertEquals(46 + 6 + 12, ZipRecords.central(NAME, small, LARGE).length);
        assertEquals(46 + 6 + 20, ZipRecords.central(NAME, large, 0).length);
        assertEquals(46 + 6 + 28, ZipRecords.central(NAME, large, LARGE).length);
    }

    @Test
    void theVersionNeededTellsOfZip64() {
        ArchiveFile small = new ArchiveFile("a", 1, 0, "");
        ArchiveFile large = new ArchiveFile("a", LARGE, 0, "");
        assertEquals(20, in(ZipRecords.local(NAME, small)).getShort(4));
        assertEquals(45, in(ZipRecords.local(NAME, large)).getShort(4));
        assertEquals(20, in(ZipRecords.central(NAME, small, 0)).getShort(6));
        assertEquals(45, in(ZipRecords.central(NAME, small, LARGE)).getShort(6));
    }

    private static ByteBuffer in(byte[] record) {
        return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    }
}
