package dev.modeldock.files;

import static dev.modeldock.files.ZipStructures.END_LENGTH;
import static dev.modeldock.files.ZipStructures.LOCATOR_LENGTH;
import static dev.modeldock.files.ZipStructures.ZIP64_END_LENGTH;

import dev.modeldock.files.ZipStructures.End;
import dev.modeldock.files.ZipStructures.Locator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a ZIP's directory is, told by the record at its very end (APPNOTE 4.3.14 to 4.3.16). The directory must end
 * where that record starts, so that nothing can stand before the archive or hide behind the directory.
 */
record ZipEnd(long directoryAt, long directorySize, long count) {
    static ZipEnd find(ZipBytes zip) throws IOException {
        int tailLength = (int) Math.min(zip.size(), END_LENGTH + ZipStructures.MAX_COMMENT);
        long tailAt = zip.size() - tailLength;
        ByteBuffer tail = zip.at(tailAt, tailLength);
        for (int i = tailLength - END_LENGTH; i >= 0; i--) {
            Optional<End> end = ZipStructures.end(tail, i);
            if (end.isPresent() && ZipStructures.endsWithComment(tail, i)) {
                return read(zip, end.get(), tailAt + i);
            }
        }
        throw BrokenArchive.truncated("the ZIP's directory at its end is missing");
    }

    private static ZipEnd read(ZipBytes zip, End end, long endAt) throws IOException {
        boolean zip64 = end.entries() == 0xFFFF || end.size() == 0xFFFF_FFFFL || end.at() == 0xFFFF_FFFFL;
        if (endAt >= LOCATOR_LENGTH && (zip64 || end.at() + end.size() != endAt)) {
            long locatorAt = endAt - LOCATOR_LENGTH;
            Optional<Locator> locator = ZipStructures.locator(zip.at(locatorAt, LOCATOR_LENGTH));
            if (locator.isPresent()) {
                return read64(zip, locator.get().endAt(), locatorAt);
            }
        }
        return checked(end, endAt);
    }

    private static ZipEnd read64(ZipBytes zip, long endAt, long locatorAt) throws IOException {
        End end = ZipStructures.zip64End(zip.at(endAt, ZIP64_END_LENGTH), locatorAt - endAt)
                .orElseThrow(() -> BrokenArchive.because("The ZIP's ZIP64 end record is broken."));
        return checked(end, endAt);
    }

    private static ZipEnd checked(End end, long endAt) {
        if (end.volume() != 0 || end.directoryVolume() != 0 || end.entriesHere() != end.entries()) {
            throw BrokenArchive.because("The ZIP is split into several volumes. Pack it again as one file.");
        }
        boolean fits = end.at() >= 0 && end.size() >= 0 && end.entries() >= 0 && end.at() == endAt - end.size();
        if (!fits) {
            throw BrokenArchive.because("The ZIP's directory is not where its end says: bytes were put before it,"
                    + " taken away or inserted. Send the ZIP as it was packed.");
        }
        if (end.entries() == 0) {
            throw BrokenArchive.because("The ZIP is empty: it holds no entries.");
        }
        return new ZipEnd(end.at(), end.size(), end.entries());
    }
}
