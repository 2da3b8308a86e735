package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.blobs.Blob;
import dev.modeldock.fakes.Content;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    private static final int MIB = 1 << 20;
    private static final Content CONTENT = Content.generated(1, 4 * MIB);
    private static final byte[] BYTES = CONTENT.bytes();
    private static final RemoteFile HASHED = RemoteFile.of("a", BYTES.length).withSha256(CONTENT.sha256());
    private static final RemoteFile PLAIN = RemoteFile.of("a", BYTES.length);

    @TempDir
    private Path temp;

    private Shelf shelf;

    @BeforeEach
    void open() throws IOException {
        shelf = again();
    }

    private Shelf again() throws IOException {
        return new Shelf(Files.createDirectories(temp.resolve("shelf")));
    }

    private PartialFile partial(RemoteFile file, long segmentBytes) throws Exception {
        return new PartialFile(shelf, file, segmentBytes);
    }

    private static void write(PartialFile file, Segment segment, int count) {
        try (SegmentWriter writer = new SegmentWriter(file, segment)) {
            int from = (int) segment.reached();
            writer.write(Arrays.copyOfRange(BYTES, from, from + count), count);
        }
    }

    private static List<Long> reached(PartialFile file) {
        return file.segments().stream().map(Segment::reached).toList();
    }

    private void assertComes(PartialFile file) throws Exception {
        for (Segment segment : file.segments()) {
            write(file, segment, (int) (segment.to() - segment.reached()));
        }
        Blob blob = file.finish();
        assertEquals(CONTENT.sha256(), blob.sha256());
        assertFalse(Files.exists(temp.resolve("shelf/a.notes")));
        shelf.assertCountedRight();
    }

    @Test
    void segmentsInAnyOrderAreHashedInTheirs() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        assertEquals(4, file.segments().size());
        shelf.assertCountedRight();
        List<Integer> order = Arrays.asList(3, 1, 0, 2, 3, 2, 1, 0);
        java.util.Collections.shuffle(order, new Random(7));
        for (int number : order) {
            write(file, file.segments().get(number), MIB / 2);
            file.catchUp();
        }
        assertEquals(BYTES.length, file.reached());
        assertComes(file);
    }

    @Test
    void howFarEachSegmentIsOutlivesTheProcess() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        assertTrue(file.agrees(0, "\"tag\""));
        write(file, file.segments().get(0), 1_000);
        write(file, file.segments().get(2), MIB);
        shelf = again();
        PartialFile later = partial(HASHED, Long.MAX_VALUE);
        assertEquals(List.of(1_000L, 1L * MIB, 3L * MIB, 3L * MIB), reached(later));
        assertEquals("\"tag\"", later.validator());
        shelf.assertCountedRight();
        assertComes(later);
    }

    @Test
    void aFileOfAnotherSizeIsNotTakenUp() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        write(file, file.segments().get(0), 1_000);
        shelf = again();
        RemoteFile longer = RemoteFile.of("a", BYTES.length + 1).withSha256(CONTENT.sha256());
        assertEquals(0, partial(longer, Long.MAX_VALUE).reached());
        shelf.assertCountedRight();
    }

    @Test
    void marksThatCannotBeAreNotBelieved() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        write(file, file.segments().get(0), 1_000);
        Path notes = temp.resolve("shelf/a.notes");
        try (RandomAccessFile marks = new RandomAccessFile(notes.toFile(), "rw")) {
            marks.seek(marks.length() - 8);
            marks.writeLong(Long.MAX_VALUE / 2);
        }
        shelf = again();
        assertEquals(0, partial(HASHED, MIB).reached());
        shelf.assertCountedRight();
    }

    @Test
    void aFileThatWasKilledBeforeItWasMadeIsMade() throws Exception {
        partial(HASHED, MIB);
        Files.delete(temp.resolve("shelf/a"));
        shelf = again();
        assertComes(partial(HASHED, MIB));
    }

    @Test
    void smallFilesHaveNoNotes() throws Exception {
        RemoteFile small = RemoteFile.of("small", 100).withSha256("0".repeat(64));
        partial(small, MIB);
        assertFalse(Files.exists(temp.resolve("shelf/small.notes")));
    }

    @Test
    void withAHashAnyValidatorWillDo() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        assertTrue(file.agrees(0, ""));
        assertTrue(file.agrees(MIB, "\"one\""));
        assertTrue(file.agrees(MIB, ""));
        assertFalse(file.agrees(MIB, "\"two\""));
        assertEquals("\"one\"", file.validator());
        file.restart();
        assertTrue(file.agrees(0, "\"two\""));
    }

    @Test
    void withoutAHashOnlyTheSameValidatorGoesOn() throws Exception {
        PartialFile file = partial(PLAIN, MIB);
        assertFalse(file.agrees(MIB, ""), "a part of who knows what");
        assertTrue(file.agrees(0, "\"one\""));
        assertTrue(file.agrees(MIB, "\"one\""));
        assertFalse(file.agrees(MIB, ""));
        assertFalse(file.agrees(MIB, "\"two\""));
        file.restart();
        assertTrue(file.agrees(0, ""));
        write(file, file.segments().get(0), 10);
        assertFalse(file.agrees(10, "\"one\""), "what is here came without one");
    }

    @Test
    void startingAnewForgetsAll() throws Exception {
        PartialFile file = partial(HASHED, MIB);
        file.agrees(0, "\"one\"");
        write(file, file.segments().get(1), 500);
        file.restart();
        assertEquals(0, file.reached());
        assertEquals(1, file.segments().size());
        assertEquals("", file.validator());
        shelf.assertCountedRight();
        assertComes(file);
    }

    @Test
    void lookingAtWhatIsHereCanBeStopped() throws Exception {
        Files.write(temp.resolve("shelf/a"), BYTES);
        shelf = again();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> partial(HASHED, MIB));
        assertFalse(Thread.interrupted());
        assertEquals(BYTES.length, Files.size(temp.resolve("shelf/a")), "it is kept");
    }

    @Test
    void notesOfAnUnknownSizeAreRead() throws Exception {
        PartialNotes notes = new PartialNotes(temp.resolve("b"));
        assertNull(notes.read(5));
        notes.write(RemoteFile.UNKNOWN, "\"v\"", List.of(new Segment(0, 0, Long.MAX_VALUE, 77)));
        PartialNotes.Read read = new PartialNotes(temp.resolve("b")).read(RemoteFile.UNKNOWN);
        assertEquals("\"v\"", read.validator());
        assertEquals(77, read.segments().get(0).reached());
        assertTrue(read.segments().get(0).isOpen());
        assertNull(new PartialNotes(temp.resolve("b")).read(5), "they speak of another file");
    }
}
