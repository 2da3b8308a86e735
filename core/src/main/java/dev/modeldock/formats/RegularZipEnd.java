package dev.modeldock.formats;

import static dev.modeldock.files.ZipStructures.END_LENGTH;
import static dev.modeldock.files.ZipStructures.LOCATOR_LENGTH;
import static dev.modeldock.files.ZipStructures.ZIP64_END_LENGTH;
import static dev.modeldock.formats.SafetensorsHeader.expect;

import dev.modeldock.files.ZipStructures;
import dev.modeldock.files.ZipStructures.End;
import dev.modeldock.files.ZipStructures.Locator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The end of a {@link RegularZip}: where its central directory lies. A ZIP64 record is believed only when it and the
 * plain one agree, whereas an archive that is merely unpacked has one reader, which may choose.
 */
record RegularZipEnd(long directory, long directorySize, long members) {
    private static final int LONGEST = END_LENGTH + ZipStructures.MAX_COMMENT;
    private static final long FULL = 0xFFFF_FFFFL;
    private static final int FULL_COUNT = 0xFFFF;

    /** Find the one record that reaches to the last byte; {@link Malformed} when that is not plain to see. */
    static RegularZipEnd find(Region zip) throws IOException {
        long from = Math.max(0, zip.size() - LONGEST);
        ByteBuffer tail =
                ZipStructures.buffer(zip.slice(from, zip.size() - from).head(LONGEST));
        for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
            Optional<End> end = ZipStructures.end(tail, at);
            if (end.isPresent()) {
                expect(ZipStructures.endsWithComment(tail, at), "something follows its end record");
                RegularZipEnd plain = of(end.get());
                return wide(zip, from + at, plain);
            }
        }
        throw new Malformed("it has no end record: it is cut short");
    }

    private static RegularZipEnd of(End end) throws Malformed {
        expect(end.volume() == 0 && end.directoryVolume() == 0, "it is split over several files");
        expect(end.entriesHere() == end.entries(), "its end record counts members in two ways");
        return new RegularZipEnd(end.at(), end.size(), end.entries());
    }

    private static RegularZipEnd wide(Region zip, long end, RegularZipEnd plain) throws IOException {
        long locatorAt = end - LOCATOR_LENGTH;
        Optional<Locator> locator =
                locatorAt < 0 ? Optional.empty() : ZipStructures.locator(buffer(zip, locatorAt, LOCATOR_LENGTH));
        if (locator.isEmpty()) {
            plain.check(end);
            return plain;
        }
        expect(locator.get().volume() == 0, "it is split over several files");
        long at = locator.get().endAt();
        expect(at >= 0 && at <= locatorAt - ZIP64_END_LENGTH, "its ZIP64 record lies outside of the file");
        Optional<End> wide = ZipStructures.zip64End(buffer(zip, at, ZIP64_END_LENGTH), locatorAt - at);
        expect(wide.isPresent(), "its ZIP64 record is broken");
        return of(wide.get()).agree(plain, at);
    }

    private static ByteBuffer buffer(Region zip, long at, int length) throws IOException {
        return ZipStructures.buffer(new LittleEndianReader(zip.slice(at, length)).bytes(length));
    }

    private RegularZipEnd agree(RegularZipEnd plain, long end) throws Malformed {
        boolean same = (plain.directory == FULL || plain.directory == directory)
                && (plain.directorySize == FULL || plain.directorySize == directorySize)
                && (plain.members == FULL_COUNT || plain.members == members);
        expect(same, "its two end records do not agree");
        check(end);
        return this;
    }

    private void check(long end) throws Malformed {
        boolean right = directory >= 0 && directorySize >= 0 && members >= 0 && directory <= end;
        expect(right && directorySize == end - directory, "its central directory is not where its end record says");
    }
}
