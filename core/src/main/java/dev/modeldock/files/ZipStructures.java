package dev.modeldock.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The structures of a ZIP by PKWARE's APPNOTE 6.3.10, decoded but not judged. Whoever unpacks an archive and whoever
 * scans a file of weights read them here, and each refuses by its own rules and in its own words. A structure is empty
 * when its bytes do not begin with its signature.
 */
public final class ZipStructures {
    /** The shortest each can be, in bytes. */
    public static final int LOCAL_LENGTH = 30;

    public static final int CENTRAL_LENGTH = 46;
    public static final int END_LENGTH = 22;
    public static final int LOCATOR_LENGTH = 20;
    public static final int ZIP64_END_LENGTH = 56;
    /** The longest comment behind the end record, in bytes. */
    public static final int MAX_COMMENT = 0xFFFF;

    public static final int STORED = 0;
    public static final int DEFLATED = 8;
    /** The flag of content whose CRC-32 and sizes stand behind it, in a descriptor (4.3.9). */
    public static final int DESCRIPTOR_FOLLOWS = 1 << 3;

    private static final int LOCAL = 0x04034B50;
    private static final int CENTRAL = 0x02014B50;
    private static final int END = 0x06054B50;
    private static final int LOCATOR = 0x07064B50;
    private static final int ZIP64_END = 0x06064B50;
    private static final int ZIP64_FIELD = 1;

    private ZipStructures() {}

    /** What a local and a central header both tell (4.3.7 and 4.3.12); the bytes of name and extra follow. */
    public record Header(int flags, int method, long crc, Extent extent, int nameLength, int extraLength) {}

    /** A central header (4.3.12); the bytes of name, extra and comment follow. */
    public record Central(Header header, int madeBy, int commentLength, int volume, int mode) {}

    /** An end record, plain or of ZIP64 (4.3.16 and 4.3.14): where the directory is and what it holds. */
    public record End(long volume, long directoryVolume, long entriesHere, long entries, long size, long at) {}

    /** A ZIP64 end locator (4.3.15). */
    public record Locator(long volume, long endAt) {}

    /**
     * Sizes of an entry and the place of its local header, in bytes; negative is a number past 2^63 - 1.
     *
     * @param offset 0 in a local header, which does not tell it
     */
    public record Extent(long size, long packedSize, long offset) {
        private static final long IN_ZIP64 = 0xFFFF_FFFFL;

        /**
         * Take those that are full from the ZIP64 field, which holds them in this order (4.5.3). Some writers pad the
         * extra field with less than a field: that ends the search.
         */
        public Extent widened(ByteBuffer extra) {
            long[] values = {size, packedSize, offset};
            int at = 0;
            while (at + 4 <= extra.limit()) {
                int id = u16(extra, at);
                int end = at + 4 + u16(extra, at + 2);
                if (end > extra.limit()) {
                    break;
                }
                at += 4;
                for (int i = 0; id == ZIP64_FIELD && i < values.length; i++) {
                    if (values[i] == IN_ZIP64 && at + 8 <= end) {
                        values[i] = extra.getLong(at);
                        at += 8;
                    }
                }
                at = end;
            }
            return new Extent(values[0], values[1], values[2]);
        }

        /** Whether none is a number past 2^63 - 1. */
        public boolean possible() {
            return size >= 0 && packedSize >= 0 && offset >= 0;
        }
    }

    /** Bytes in a ZIP's byte order. */
    public static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Decode {@link #LOCAL_LENGTH} bytes. */
    public static Optional<Header> local(ByteBuffer bytes) {
        return bytes.getInt(0) == LOCAL ? Optional.of(header(bytes, 6, 0)) : Optional.empty();
    }

    /** Decode {@link #CENTRAL_LENGTH} bytes. */
    public static Optional<Central> central(ByteBuffer bytes) {
        if (bytes.getInt(0) != CENTRAL) {
            return Optional.empty();
        }
        Header header = header(bytes, 8, u32(bytes, 42));
        return Optional.of(new Central(header, bytes.get(5) & 0xFF, u16(bytes, 32), u16(bytes, 34), u16(bytes, 40)));
    }

    /** The fields that stand in both headers in the same order, the first of them at {@code at}. */
    private static Header header(ByteBuffer bytes, int at, long offset) {
        Extent extent = new Extent(u32(bytes, at + 16), u32(bytes, at + 12), offset);
        return new Header(
                u16(bytes, at),
                u16(bytes, at + 2),
                u32(bytes, at + 8),
                extent,
                u16(bytes, at + 20),
                u16(bytes, at + 22));
    }

    /** Decode the {@link #END_LENGTH} bytes at {@code at}. */
    public static Optional<End> end(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == END
                ? Optional.of(new End(
                        u16(bytes, at + 4),
                        u16(bytes, at + 6),
                        u16(bytes, at + 8),
                        u16(bytes, at + 10),
                        u32(bytes, at + 12),
                        u32(bytes, at + 16)))
                : Optional.empty();
    }

    /** Whether the comment of the end record at {@code at} reaches to the last byte exactly. */
    public static boolean endsWithComment(ByteBuffer bytes, int at) {
        return at + END_LENGTH + u16(bytes, at + 20) == bytes.limit();
    }

    /** Decode {@link #LOCATOR_LENGTH} bytes. */
    public static Optional<Locator> locator(ByteBuffer bytes) {
        return bytes.getInt(0) == LOCATOR
                ? Optional.of(new Locator(u32(bytes, 4), bytes.getLong(8)))
                : Optional.empty();
    }

    /** Decode {@link #ZIP64_END_LENGTH} bytes of a record that must be so long in all; empty also when it is not. */
    public static Optional<End> zip64End(ByteBuffer bytes, long length) {
        boolean right = bytes.getInt(0) == ZIP64_END && bytes.getLong(4) == length - 12;
        return right && length >= ZIP64_END_LENGTH
                ? Optional.of(new End(
                        u32(bytes, 16),
                        u32(bytes, 20),
                        bytes.getLong(24),
                        bytes.getLong(32),
                        bytes.getLong(40),
                        bytes.getLong(48)))
                : Optional.empty();
    }

    private static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
