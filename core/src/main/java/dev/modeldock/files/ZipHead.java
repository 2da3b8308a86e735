package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the directory of a ZIP tells of one entry (APPNOTE 4.3.12), sizes of ZIP64 resolved.
 *
 * @param rawName as it was packed
 * @param type of {@link Type}
 * @param offset of its local header
 */
record ZipHead(String rawName, Type type, int method, int crc, long packedSize, long size, long offset) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** What an entry is, by its name and by the Unix mode where there is one. */
    enum Type {
        FILE,
        DIRECTORY,
        LINK
    }

    static final int LENGTH = 46;

    private static final int SIGNATURE = 0x02014B50;
    /** Encrypted, patched, strongly encrypted, local header masked. */
    private static final int REFUSED_FLAGS = 1 | 1 << 5 | 1 << 6 | 1 << 13;

    private static final long IN_ZIP64 = 0xFFFF_FFFFL;

    /** Read the next one from the directory. */
    static ZipHead read(InputStream directory) throws IOException {
        ByteBuffer head = bytes(directory, LENGTH);
        if (head.getInt(0) != SIGNATURE) {
            throw BrokenArchive.because("The ZIP's directory is broken: an entry does not start as one.");
        }
        byte[] nameBytes =
                bytes(directory, Short.toUnsignedInt(head.getShort(28))).array();
        String name = BrokenArchive.utf8(nameBytes, 0, nameBytes.length);
        ByteBuffer extra = bytes(directory, Short.toUnsignedInt(head.getShort(30)));
        bytes(directory, Short.toUnsignedInt(head.getShort(32)));
        checkFlags(name, head.getShort(8));
        if (head.getShort(34) != 0 && head.getShort(34) != -1) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " is in another volume.");
        }
        long[] sizes = {unsigned(head, 24), unsigned(head, 20), unsigned(head, 42)};
        resolveZip64(name, extra, sizes);
        int method = checkMethod(name, Short.toUnsignedInt(head.getShort(10)));
        ZipHead entry = new ZipHead(name, type(name, head), method, head.getInt(16), sizes[1], sizes[0], sizes[2]);
        entry.checkSizes();
        return entry;
    }

    private static ByteBuffer bytes(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw BrokenArchive.because("The ZIP's directory is broken: it ends within an entry.");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static void checkFlags(String name, int flags) {
        if ((flags & REFUSED_FLAGS) != 0) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name)
                    + " is encrypted or a patch. Pack it again without a password.");
        }
    }

    private static int checkMethod(String name, int method) {
        if (method != STORED && method != DEFLATED) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " is packed by method " + method
                    + "; only 0 (stored) and 8 (deflate) are taken. Pack it again as an ordinary ZIP.");
        }
        return method;
    }

    /** Replace, in this order, size, packed size and offset where they stand in the ZIP64 extra field (APPNOTE 4.5.3). */
    static void resolveZip64(String name, ByteBuffer extra, long[] values) {
        int at = 0;
        while (at + 4 <= extra.limit()) {
            int id = Short.toUnsignedInt(extra.getShort(at));
            int end = at + 4 + Short.toUnsignedInt(extra.getShort(at + 2));
            if (end > extra.limit()) {
                // Some writers pad the extra field with less than a field; only a ZIP64 field must be whole.
                break;
            }
            at += 4;
            for (int i = 0; id == 1 && i < values.length; i++) {
                if (values[i] == IN_ZIP64 && at + 8 <= end) {
                    values[i] = extra.getLong(at);
                    at += 8;
                }
            }
            at = end;
        }
        for (long value : values) {
            if (value < 0) {
                throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " tells an impossible size.");
            }
        }
    }

    private static Type type(String name, ByteBuffer head) {
        if (name.endsWith("/")) {
            // Some packers give directories the mode of a socket; without content they are harmless.
            return Type.DIRECTORY;
        }
        int madeBy = head.get(5) & 0xFF;
        boolean unix = madeBy == 3 || madeBy == 19;
        int mode = unix ? head.getShort(40) & 0xF000 : 0;
        return switch (mode) {
            case 0xA000 -> Type.LINK;
            case 0, 0x8000 -> Type.FILE;
            case 0x4000 -> Type.DIRECTORY;
            default ->
                throw BrokenArchive.because(
                        "The ZIP entry " + SafePaths.shown(name)
                                + " is a device, a named pipe or a socket; only files, directories and links to files are taken.");
        };
    }

    private void checkSizes() {
        if (method == STORED && packedSize != size) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(rawName) + " is stored as it is, but tells "
                    + packedSize + " packed and " + size + " unpacked bytes.");
        }
        if (type == Type.DIRECTORY && size != 0) {
            throw BrokenArchive.because(
                    "The ZIP entry " + SafePaths.shown(rawName) + " is a directory with content of its own.");
        }
    }
}
