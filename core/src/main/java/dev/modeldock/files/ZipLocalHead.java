package dev.modeldock.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The header before an entry's bytes (APPNOTE 4.3.7), which must tell what the directory told. */
final class ZipLocalHead {
    private static final int SIGNATURE = 0x04034B50;
    private static final int LENGTH = 30;
    private static final int SIZES_FOLLOW = 1 << 3;

    private ZipLocalHead() {}

    /** Where the bytes of the entry start, after its local header was compared with {@code entry}. */
    static long contentAt(ZipBytes zip, ZipHead entry, long limit) throws IOException {
        ByteBuffer head = zip.at(entry.offset(), LENGTH);
        check(entry, head.getInt(0) == SIGNATURE, "does not start as one");
        int nameLength = Short.toUnsignedInt(head.getShort(26));
        int extraLength = Short.toUnsignedInt(head.getShort(28));
        long contentAt = entry.offset() + LENGTH + nameLength + extraLength;
        check(entry, contentAt <= limit - entry.packedSize(), "reaches into the next one");
        ByteBuffer tail = zip.at(entry.offset() + LENGTH, nameLength + extraLength);
        String name = BrokenArchive.utf8(tail.array(), 0, nameLength);
        check(entry, name.equals(entry.rawName()), "has another name, " + SafePaths.shown(name));
        check(entry, Short.toUnsignedInt(head.getShort(8)) == entry.method(), "tells another method");
        check(entry, (head.getShort(6) & 1) == 0, "says that it is encrypted");
        if ((head.getShort(6) & SIZES_FOLLOW) == 0) {
            checkSizes(entry, head, tail.position(nameLength).slice().order(ByteOrder.LITTLE_ENDIAN));
        }
        return contentAt;
    }

    private static void checkSizes(ZipHead entry, ByteBuffer head, ByteBuffer extra) {
        long[] sizes = {Integer.toUnsignedLong(head.getInt(22)), Integer.toUnsignedLong(head.getInt(18))};
        ZipHead.resolveZip64(entry.rawName(), extra, sizes);
        check(entry, sizes[0] == entry.size(), "tells " + sizes[0] + " bytes, the directory " + entry.size());
        check(
                entry,
                sizes[1] == entry.packedSize(),
                "tells " + sizes[1] + " packed bytes, the directory " + entry.packedSize());
        check(entry, head.getInt(14) == entry.crc(), "tells another CRC-32");
    }

    private static void check(ZipHead entry, boolean right, String fault) {
        if (!right) {
            throw BrokenArchive.because("The ZIP's directory and the entry itself disagree on "
                    + SafePaths.shown(entry.rawName()) + ": the entry " + fault + ". Pack it again.");
        }
    }
}
