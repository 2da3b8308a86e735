package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;

import java.io.IOException;

/** The end of a ZIP: where its central directory lies, by the plain or the ZIP64 record. */
record ZipEnd(long directory, long directorySize, long members) {
    private static final int RECORD = 22;
    private static final int LONGEST = RECORD + 65_535;
    private static final long WIDE = 0xffffffffL;

    /** Find the one record that reaches to the last byte; {@link Malformed} when that is not plain to see. */
    static ZipEnd find(Region zip) throws IOException {
        long from = Math.max(0, zip.size() - LONGEST);
        byte[] tail = zip.slice(from, zip.size() - from).head(LONGEST);
        int at = tail.length - RECORD;
        while (at >= 0 && !signature(tail, at)) {
            at--;
        }
        expect(at >= 0, "it has no end record: it is cut short");
        ByteReader in = new ByteReader(zip.slice(from + at, tail.length - at));
        in.skip(4);
        expect(in.u16() == 0 && in.u16() == 0, "it is split over several files");
        int here = in.u16();
        int all = in.u16();
        long size = in.u32();
        long offset = in.u32();
        expect(in.u16() == tail.length - at - RECORD, "something follows its end record");
        expect(here == all, "its end record counts members in two ways");
        return wide(zip, from + at, new ZipEnd(offset, size, all));
    }

    private static boolean signature(byte[] tail, int at) {
        return tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6;
    }

    private static ZipEnd wide(Region zip, long end, ZipEnd plain) throws IOException {
        ByteReader locator = end < 20 ? null : new ByteReader(zip.slice(end - 20, 20));
        if (locator == null || locator.u32() != 0x07064b50L) {
            plain.check(end);
            return plain;
        }
        expect(locator.u32() == 0, "it is split over several files");
        long at = locator.u64();
        expect(at >= 0 && at <= end - 20 - 56, "its ZIP64 record lies outside of the file");
        ByteReader in = new ByteReader(zip.slice(at, end - 20 - at));
        expect(in.u32() == 0x06064b50L && in.u64() == end - 20 - at - 12, "its ZIP64 record is broken");
        in.skip(4);
        expect(in.u32() == 0 && in.u32() == 0, "it is split over several files");
        long here = in.u64();
        expect(in.u64() == here, "its ZIP64 record counts members in two ways");
        long size = in.u64();
        return new ZipEnd(in.u64(), size, here).agree(plain, at);
    }

    private ZipEnd agree(ZipEnd plain, long end) throws Malformed {
        boolean same = (plain.directory == WIDE || plain.directory == directory)
                && (plain.directorySize == WIDE || plain.directorySize == directorySize)
                && (plain.members == 0xffff || plain.members == members);
        expect(same, "its two end records do not agree");
        check(end);
        return this;
    }

    private void check(long end) throws Malformed {
        boolean right = directory >= 0 && directorySize >= 0 && members >= 0 && directory <= end;
        expect(right && directorySize == end - directory, "its central directory is not where its end record says");
    }

    /** Sizes and place of a member, each from the ZIP64 extra field where the plain one is full: size, packed, place. */
    static long[] widen(byte[] extra, long size, long packed, long header) throws IOException {
        long[] values = {size, packed, header};
        ByteReader in = new ByteReader(Region.of(extra));
        while (in.remaining() >= 4) {
            int id = in.u16();
            int length = in.u16();
            ByteReader field = new ByteReader(Region.of(in.bytes(Math.min(length, (int) in.remaining()))));
            for (int i = 0; id == 1 && i < values.length; i++) {
                if (values[i] == WIDE && field.remaining() >= 8) {
                    values[i] = field.u64();
                }
            }
        }
        return values;
    }
}
