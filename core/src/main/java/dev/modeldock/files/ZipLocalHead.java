package dev.modeldock.files;

import static dev.modeldock.files.ZipStructures.LOCAL_LENGTH;

import dev.modeldock.files.ZipStructures.Extent;
import dev.modeldock.files.ZipStructures.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The header before an entry's bytes (APPNOTE 4.3.7), which must tell what the directory told. */
final class ZipLocalHead {
    private ZipLocalHead() {}

    /** Where the bytes of the entry start, after its local header was compared with {@code entry}. */
    static long contentAt(ZipBytes zip, ZipHead entry, long limit) throws IOException {
        Optional<Header> found = ZipStructures.local(zip.at(entry.offset(), LOCAL_LENGTH));
        check(entry, found.isPresent(), "does not start as one");
        Header header = found.get();
        int nameLength = header.nameLength();
        long contentAt = entry.offset() + LOCAL_LENGTH + nameLength + header.extraLength();
        check(entry, contentAt <= limit - entry.packedSize(), "reaches into the next one");
        byte[] tail = zip.at(entry.offset() + LOCAL_LENGTH, nameLength + header.extraLength())
                .array();
        String name = BrokenArchive.utf8(tail, 0, nameLength);
        check(entry, name.equals(entry.rawName()), "has another name, " + SafePaths.shown(name));
        check(entry, header.method() == entry.method(), "tells another method");
        check(entry, (header.flags() & 1) == 0, "says that it is encrypted");
        if ((header.flags() & ZipStructures.DESCRIPTOR_FOLLOWS) == 0) {
            checkSizes(entry, header, ZipStructures.buffer(Arrays.copyOfRange(tail, nameLength, tail.length)));
        }
        return contentAt;
    }

    private static void checkSizes(ZipHead entry, Header header, ByteBuffer extra) {
        Extent told = ZipHead.widened(entry.rawName(), header, extra);
        check(entry, told.size() == entry.size(), "tells " + told.size() + " bytes, the directory " + entry.size());
        check(
                entry,
                told.packedSize() == entry.packedSize(),
                "tells " + told.packedSize() + " packed bytes, the directory " + entry.packedSize());
        check(entry, header.crc() == entry.crc(), "tells another CRC-32");
    }

    private static void check(ZipHead entry, boolean right, String fault) {
        if (!right) {
            throw BrokenArchive.because("The ZIP's directory and the entry itself disagree on "
                    + SafePaths.shown(entry.rawName()) + ": the entry " + fault + ". Pack it again.");
        }
    }
}
