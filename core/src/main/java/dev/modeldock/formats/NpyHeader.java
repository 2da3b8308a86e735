package dev.modeldock.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The header of a numpy array file (numpy.lib.format): only arrays of objects are pickled. */
final class NpyHeader {
    private static final int MAX_HEADER = 1 << 20;

    private NpyHeader() {}

    /** Whether the type may name objects. A capital O in it is enough, since there are many spellings. */
    static boolean holdsObjects(Region file) throws IOException {
        try {
            LittleEndianReader in = new LittleEndianReader(file);
            long length = textLength(in);
            if (length > MAX_HEADER || length > in.remaining()) {
                return true;
            }
            String header = new String(in.bytes((int) length), StandardCharsets.ISO_8859_1);
            return header.indexOf('O') >= 0 || header.contains("object");
        } catch (Malformed e) {
            // Cut short before any data: nothing in it could be loaded.
            return false;
        }
    }

    /** Where the data begins; with an absurd length of the header, right behind that length. */
    static long length(Region file) throws IOException {
        LittleEndianReader in = new LittleEndianReader(file);
        long length = textLength(in);
        return length > MAX_HEADER || length > in.remaining() ? in.position() : in.position() + length;
    }

    private static long textLength(LittleEndianReader in) throws IOException {
        in.skip(6);
        int major = in.u8();
        in.skip(1);
        return major == 1 ? in.u16() : in.u32();
    }
}
