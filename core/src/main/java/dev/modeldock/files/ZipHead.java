package dev.modeldock.files;

import dev.modeldock.files.ZipStructures.Central;
import dev.modeldock.files.ZipStructures.Extent;
import dev.modeldock.files.ZipStructures.Header;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the directory of a ZIP tells of one entry (APPNOTE 4.3.12).
 *
 * @param rawName as it was packed
 * @param type of {@link Type}
 * @param crc of its unpacked content
 * @param extent with the sizes of ZIP64 resolved
 */
record ZipHead(String rawName, Type type, int method, long crc, Extent extent) {
    /** What an entry is, by its name and by the Unix mode where there is one. */
    enum Type {
        FILE,
        DIRECTORY,
        LINK
    }

    /** Encrypted, patched, strongly encrypted, local header masked. */
    private static final int REFUSED_FLAGS = 1 | 1 << 5 | 1 << 6 | 1 << 13;

    /** Read the next one from the directory. */
    static ZipHead read(InputStream directory) throws IOException {
        Central central = ZipStructures.central(bytes(directory, ZipStructures.CENTRAL_LENGTH))
                .orElseThrow(
                        () -> BrokenArchive.because("The ZIP's directory is broken: an entry does not start as one."));
        Header header = central.header();
        byte[] nameBytes = bytes(directory, header.nameLength()).array();
        String name = BrokenArchive.utf8(nameBytes, 0, nameBytes.length);
        ByteBuffer extra = bytes(directory, header.extraLength());
        bytes(directory, central.commentLength());
        checkFlags(name, header.flags());
        if (central.volume() != 0 && central.volume() != 0xFFFF) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " is in another volume.");
        }
        Extent extent = widened(name, header, extra);
        ZipHead entry =
                new ZipHead(name, type(name, central), checkMethod(name, header.method()), header.crc(), extent);
        entry.checkSizes();
        return entry;
    }

    private static ByteBuffer bytes(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw BrokenArchive.because("The ZIP's directory is broken: it ends within an entry.");
        }
        return ZipStructures.buffer(bytes);
    }

    private static void checkFlags(String name, int flags) {
        if ((flags & REFUSED_FLAGS) != 0) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name)
                    + " is encrypted or a patch. Pack it again without a password.");
        }
    }

    private static int checkMethod(String name, int method) {
        if (method != ZipStructures.STORED && method != ZipStructures.DEFLATED) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " is packed by method " + method
                    + "; only 0 (stored) and 8 (deflate) are taken. Pack it again as an ordinary ZIP.");
        }
        return method;
    }

    /** Sizes and place of an entry, with those of ZIP64 resolved. */
    static Extent widened(String name, Header header, ByteBuffer extra) {
        Extent extent = header.extent().widened(extra);
        if (!extent.possible()) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(name) + " tells an impossible size.");
        }
        return extent;
    }

    /** Of its bytes in the archive. */
    long packedSize() {
        return extent.packedSize();
    }

    /** Of its unpacked content, in bytes. */
    long size() {
        return extent.size();
    }

    /** Where its local header begins. */
    long offset() {
        return extent.offset();
    }

    private static Type type(String name, Central central) {
        if (name.endsWith("/")) {
            // Some packers give directories the mode of a socket; without content they are harmless.
            return Type.DIRECTORY;
        }
        boolean unix = central.madeBy() == 3 || central.madeBy() == 19;
        return switch (unix ? central.mode() & 0xF000 : 0) {
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
        if (method == ZipStructures.STORED && packedSize() != size()) {
            throw BrokenArchive.because("The ZIP entry " + SafePaths.shown(rawName) + " is stored as it is, but tells "
                    + packedSize() + " packed and " + size() + " unpacked bytes.");
        }
        if (type == Type.DIRECTORY && size() != 0) {
            throw BrokenArchive.because(
                    "The ZIP entry " + SafePaths.shown(rawName) + " is a directory with content of its own.");
        }
    }
}
