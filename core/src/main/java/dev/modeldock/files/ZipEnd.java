package dev.modeldock.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a ZIP's directory is, told by the record at its very end (APPNOTE 4.3.14 to 4.3.16). The directory must end
 * where that record starts, so that nothing can stand before the archive or hide behind the directory.
 */
record ZipEnd(long directoryAt, long directorySize, long count) {
    private static final int SIGNATURE = 0x06054B50;
    private static final int ZIP64_SIGNATURE = 0x06064B50;
    private static final int LOCATOR_SIGNATURE = 0x07064B50;
    private static final int LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int ZIP64_LENGTH = 56;
    private static final int MAX_COMMENT = 0xFFFF;

    static ZipEnd find(ZipBytes zip) throws IOException {
        int tailLength = (int) Math.min(zip.size(), LENGTH + MAX_COMMENT);
        long tailAt = zip.size() - tailLength;
        ByteBuffer tail = zip.at(tailAt, tailLength);
        for (int i = tailLength - LENGTH; i >= 0; i--) {
            boolean ends = tail.getInt(i) == SIGNATURE
                    && i + LENGTH + Short.toUnsignedInt(tail.getShort(i + 20)) == tailLength;
            if (ends) {
                return read(zip, tail.position(i).slice().order(ByteOrder.LITTLE_ENDIAN), tailAt + i);
            }
        }
        throw BrokenArchive.truncated("the ZIP's directory at its end is missing");
    }

    private static ZipEnd read(ZipBytes zip, ByteBuffer end, long endAt) throws IOException {
        int count = Short.toUnsignedInt(end.getShort(10));
        long size = Integer.toUnsignedLong(end.getInt(12));
        long at = Integer.toUnsignedLong(end.getInt(16));
        boolean zip64 = count == 0xFFFF || size == 0xFFFF_FFFFL || at == 0xFFFF_FFFFL;
        if (endAt >= LOCATOR_LENGTH) {
            ByteBuffer locator = zip.at(endAt - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.getInt(0) == LOCATOR_SIGNATURE && (zip64 || at + size != endAt)) {
                return read64(zip, locator, endAt - LOCATOR_LENGTH);
            }
        }
        checkVolumes(end.getShort(4), end.getShort(6), end.getShort(8) == end.getShort(10));
        return checked(new ZipEnd(at, size, count), endAt);
    }

    private static ZipEnd read64(ZipBytes zip, ByteBuffer locator, long locatorAt) throws IOException {
        long endAt = locator.getLong(8);
        ByteBuffer end = zip.at(endAt, ZIP64_LENGTH);
        boolean sound = end.getInt(0) == ZIP64_SIGNATURE
                && end.getLong(4) >= ZIP64_LENGTH - 12
                && end.getLong(4) == locatorAt - endAt - 12;
        if (!sound) {
            throw BrokenArchive.because("The ZIP's ZIP64 end record is broken.");
        }
        checkVolumes(end.getInt(16), end.getInt(20), end.getLong(24) == end.getLong(32));
        return checked(new ZipEnd(end.getLong(48), end.getLong(40), end.getLong(32)), endAt);
    }

    private static void checkVolumes(int disk, int directoryDisk, boolean allHere) {
        if (disk != 0 || directoryDisk != 0 || !allHere) {
            throw BrokenArchive.because("The ZIP is split into several volumes. Pack it again as one file.");
        }
    }

    private static ZipEnd checked(ZipEnd end, long endAt) {
        boolean fits = end.directoryAt >= 0
                && end.directorySize >= 0
                && end.directorySize <= endAt
                && end.directoryAt == endAt - end.directorySize;
        if (!fits) {
            throw BrokenArchive.because("The ZIP's directory is not where its end says: bytes were put before it,"
                    + " taken away or inserted. Send the ZIP as it was packed.");
        }
        if (end.count == 0) {
            throw BrokenArchive.because("The ZIP is empty: it holds no entries.");
        }
        return end;
    }
}
