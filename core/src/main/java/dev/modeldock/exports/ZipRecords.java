package dev.modeldock.exports;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The records of a ZIP by PKWARE's APPNOTE 6.3.10, for stored files with names in UTF-8. What does not fit into 32 (or
 * for the count 16) bits is told in the ZIP64 form, and only then.
 */
final class ZipRecords {
    private static final long MAX_32 = 0xFFFFFFFFL;
    private static final int MAX_16 = 0xFFFF;
    private static final int LOCAL = 30;
    private static final int CENTRAL = 46;
    private static final int ZIP64_END = 56;
    private static final int ZIP64_LOCATOR = 20;
    private static final int END = 22;
    private static final int EXTRA_HEAD = 4;

    private static final short PLAIN = 20;
    private static final short WITH_ZIP64 = 45;
    private static final int MADE_ON_UNIX = 3 << 8;
    private static final short NAMES_IN_UTF_8 = 1 << 11;
    private static final int FIRST_OF_JANUARY_1980 = 0x0021 << 16;
    private static final int REGULAR_FILE_0644 = 0100644 << 16;

    private ZipRecords() {}

    static int localLength(byte[] name, ArchiveFile file) {
        return LOCAL + checked(name).length + (isLarge(file.size()) ? EXTRA_HEAD + 16 : 0);
    }

    /** APPNOTE 4.3.7; both sizes must be in the extra field when one is (4.5.3). */
    static byte[] local(byte[] name, ArchiveFile file) {
        boolean large = isLarge(file.size());
        ByteBuffer record = records(localLength(name, file));
        record.putInt(0x04034b50).putShort(large ? WITH_ZIP64 : PLAIN);
        common(record, name, file).putShort((short) (large ? EXTRA_HEAD + 16 : 0));
        record.put(name);
        if (large) {
            extraHead(record, 16).putLong(file.size()).putLong(file.size());
        }
        return record.array();
    }

    static int centralLength(byte[] name, ArchiveFile file, long offset) {
        return CENTRAL + checked(name).length + centralExtra(file, offset);
    }

    /** APPNOTE 4.3.12, for a file whose local header is at {@code offset}. */
    static byte[] central(byte[] name, ArchiveFile file, long offset) {
        int extra = centralExtra(file, offset);
        short version = extra > 0 ? WITH_ZIP64 : PLAIN;
        ByteBuffer record = records(centralLength(name, file, offset));
        record.putInt(0x02014b50).putShort((short) (MADE_ON_UNIX | version)).putShort(version);
        common(record, name, file).putShort((short) extra);
        record.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        record.putInt(REGULAR_FILE_0644).putInt(in32(offset)).put(name);
        if (extra > 0) {
            extraHead(record, extra - EXTRA_HEAD);
        }
        if (isLarge(file.size())) {
            record.putLong(file.size()).putLong(file.size());
        }
        if (isLarge(offset)) {
            record.putLong(offset);
        }
        return record.array();
    }

    static int endLength(long count, long start, long length) {
        return END + (endsLarge(count, start, length) ? ZIP64_END + ZIP64_LOCATOR : 0);
    }

    /**
     * APPNOTE 4.3.14 to 4.3.16: the records after a central directory of {@code count} entries that begins at
     * {@code start} and is {@code length} bytes long.
     */
    static byte[] end(long count, long start, long length) {
        ByteBuffer record = records(endLength(count, start, length));
        if (endsLarge(count, start, length)) {
            record.putInt(0x06064b50).putLong(ZIP64_END - 12L);
            record.putShort((short) (MADE_ON_UNIX | WITH_ZIP64)).putShort(WITH_ZIP64);
            record.putInt(0)
                    .putInt(0)
                    .putLong(count)
                    .putLong(count)
                    .putLong(length)
                    .putLong(start);
            record.putInt(0x07064b50)
                    .putInt(0)
                    .putLong(Math.addExact(start, length))
                    .putInt(1);
        }
        short count16 = (short) Math.min(count, MAX_16);
        record.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        record.putShort(count16).putShort(count16).putInt(in32(length)).putInt(in32(start));
        return record.putShort((short) 0).array();
    }

    /** What local and central headers share: from the flags to the length of the name. */
    private static ByteBuffer common(ByteBuffer record, byte[] name, ArchiveFile file) {
        record.putShort(NAMES_IN_UTF_8).putShort((short) 0).putInt(FIRST_OF_JANUARY_1980);
        record.putInt((int) file.crc32()).putInt(in32(file.size())).putInt(in32(file.size()));
        return record.putShort((short) name.length);
    }

    private static ByteBuffer extraHead(ByteBuffer record, int length) {
        return record.putShort((short) 0x0001).putShort((short) length);
    }

    private static int centralExtra(ArchiveFile file, long offset) {
        int values = (isLarge(file.size()) ? 16 : 0) + (isLarge(offset) ? 8 : 0);
        return values == 0 ? 0 : EXTRA_HEAD + values;
    }

    private static boolean endsLarge(long count, long start, long length) {
        return count >= MAX_16 || isLarge(start) || isLarge(length);
    }

    /** The largest value itself means "see ZIP64", so it counts as too large. */
    private static boolean isLarge(long value) {
        return value >= MAX_32;
    }

    private static int in32(long value) {
        return (int) Math.min(value, MAX_32);
    }

    private static ByteBuffer records(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] checked(byte[] name) {
        if (name.length > MAX_16) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "A file's path has " + name.length + " bytes, but a zip takes no more than " + MAX_16
                            + ": ask for the format tar.",
                    Map.of("found", name.length, "expected", MAX_16));
        }
        return name;
    }
}
