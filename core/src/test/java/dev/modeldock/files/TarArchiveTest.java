package dev.modeldock.files;

import static dev.modeldock.files.Refusals.read;
import static dev.modeldock.files.Refusals.refused;
import static dev.modeldock.files.Refusals.tooLarge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(1000, 1 << 20, 10, 1 << 20);

    private static TarMaker tar() {
        return new TarMaker();
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void listsAndReadsEveryPacking(ContentKind kind) throws Exception {
        byte[] packed = tar().file("m/config.json", "{}").file("m/empty", "").packed(kind);
        assertEquals(kind, new Archives(ArchiveLimits.DEFAULT).kind(MemoryContent.of(packed)));
        assertEquals(Map.of("m/config.json", "{}", "m/empty", ""), read(packed));
        assertEquals(
                List.of(RemoteFile.of("m/config.json", 2), RemoteFile.of("m/empty", 0)),
                new Archives(ArchiveLimits.DEFAULT)
                        .open(MemoryContent.of(packed))
                        .files());
    }

    @Test
    void skipsWhatTheReaderLeaves() throws Exception {
        StringBuilder seen = new StringBuilder();
        byte[] tar = tar().file("a", "x".repeat(5000)).file("b", "1").bytes();
        new Archives(ArchiveLimits.DEFAULT).open(MemoryContent.of(tar)).read(new ArchiveContents() {
            @Override
            public void file(RemoteFile file, InputStream content) throws IOException {
                seen.append(file.path()).append((char) content.read());
            }
        });
        assertEquals("axb1", seen.toString());
    }

    @Test
    void readsPaxHeadersAndPassesOverLitter() throws Exception {
        String name = "größe/" + "long".repeat(50);
        byte[] tar = tar().pax('g', "comment=of git archive")
                .pax('x', "mtime=1.5", "path=" + name, "size=2")
                .header("cut".getBytes(StandardCharsets.UTF_8), '0', "", 0)
                .data(new byte[] {'h', 'i'})
                .file("__MACOSX/m/x", "1")
                .file("m/.DS_Store", "2")
                .file("m/._x", "3")
                .entry("./", '5', "", new byte[0])
                .entry("./m/", '5', "", new byte[0])
                .file("./m/x", "4")
                .bytes();
        assertEquals(Map.of(name, "hi", "m/x", "4"), read(tar));
    }

    @Test
    void readsGnuLongNames() throws Exception {
        String name = "long/".repeat(40) + "end";
        byte[] tar = tar().entry("././@LongLink", 'L', "", (name + "\0").getBytes(StandardCharsets.UTF_8))
                .file("cut", "1")
                .bytes();
        assertEquals(Map.of(name, "1"), read(tar));
    }

    @Test
    void takesLinksToFilesThatCameBefore() throws Exception {
        byte[] tar = tar().file("blobs/1", "one")
                .link("snapshots/main/model", '2', "../../blobs/./1")
                .link("hard", '1', "./blobs/1")
                .link("again", '2', "hard")
                .bytes();
        assertEquals(
                Map.of(
                        "blobs/1",
                        "one",
                        "snapshots/main/model",
                        "-> blobs/1",
                        "hard",
                        "-> blobs/1",
                        "again",
                        "-> hard"),
                read(tar));
        assertEquals(
                RemoteFile.of("again", 3),
                new Archives(ArchiveLimits.DEFAULT)
                        .open(MemoryContent.of(tar))
                        .files()
                        .get(3));
    }

    @ParameterizedTest
    @CsvSource({
        "2,../../etc/passwd,outside",
        "2,/etc/passwd,outside",
        "2,later,no file that came before",
        "2,d,is a directory",
        "2,l,no file that came before",
        "2,.,no place inside",
        "2,'d\\f',no place inside",
        "1,../x,no place inside",
        "1,/d/f,no place inside",
        "1,D/F,no file that came before",
        "2,d/f/..,is a directory"
    })
    void refusesLinksToAnythingElse(char type, String target, String fault) {
        byte[] tar = tar().file("d/f", "1")
                .link("l", type, target)
                .file("later", "2")
                .bytes();
        refused(tar, "'l'", "'" + target + "'", fault);
    }

    @ParameterizedTest
    @CsvSource({"3,device", "4,device", "6,FIFO", "M,volume", "Z,unknown type", "S,sparse"})
    void refusesWhatIsNoFile(char type, String fault) {
        refused(tar().entry("odd", type, "", new byte[0]).bytes(), fault);
    }

    @Test
    void refusesSparseFilesOfPax() {
        refused(tar().pax('x', "GNU.sparse.major=1").file("s", "1").bytes(), "sparse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/x",
                "C:x",
                "c:/x",
                "a\\b",
                "a/../b",
                "a//b",
                "a/./b",
                "a\nb",
                "a\u007fb",
                "\u202ex",
                "..",
                "./../x"
            })
    void refusesNamesThatLead(String name) {
        refused(tar().file("ok", "1").file(name, "2").bytes(), "name");
        refused(tar().file("ok", "1").entry(name + "/", '5', "", new byte[0]).bytes(), "name");
    }

    @Test
    void refusesNamesThatAreNoUtf8OrTooLong() {
        refused(tar().header(new byte[] {'a', (byte) 0xFF}, '0', "", 0).bytes(), "not UTF-8", "Latin-1");
        refused(tar().pax('x', "path=" + "x".repeat(256)).file("x", "1").bytes(), "longer than 255");
        refused(tar().pax('x', "path=" + "x/".repeat(512) + "x").file("x", "1").bytes(), "longer than 1024");
        refused(tar().pax('x', "path=" + "x/".repeat(64) + "x").file("x", "1").bytes(), "deeper than 64");
        refused(tar().pax('x', "path=a\0b").file("x", "1").bytes(), "U+0000");
    }

    @ParameterizedTest
    @CsvSource({
        "a,a,twice",
        "a,./a,twice",
        "Model.bin,model.BIN,upper and lower",
        "d/ä,d/a\u0308,Unicode",
        "straße,STRASSE,upper and lower",
        "a,a/b,as a file and as a directory",
        "a/b,a,as a file and as a directory",
        "A,a/b,as a file and as a directory"
    })
    void refusesNamesThatCollide(String one, String other, String fault) {
        refused(tar().file(one, "1").file("between", "").file(other, "2").bytes(), fault);
    }

    @Test
    void takesDirectoriesAgainAndAgain() throws Exception {
        byte[] tar = tar().entry("d/", '5', "", new byte[0])
                .file("d/a", "1")
                .entry("d/", '5', "", new byte[0])
                .file("D/b", "2")
                .bytes();
        assertEquals(Map.of("d/a", "1", "D/b", "2"), read(tar));
    }

    @Test
    void countsEntriesOfAnyKind() throws Exception {
        TarMaker tar = tar().file("f", "1");
        for (int i = 0; i < 1000; i++) {
            tar.entry("d/", '5', "", new byte[0]);
        }
        tooLarge(tar.packed(ContentKind.TAR_GZ), SMALL, "more than 1000 entries");
    }

    @Test
    void boundsAnnouncedSizesBeforeTheyAreRead() {
        byte[] tar = tar().header(new byte[] {'x'}, '0', "", 8L << 30).bytes();
        tooLarge(tar, SMALL, "1048576 bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void stopsBombsWhileReading(ContentKind kind) throws Exception {
        byte[] bomb = tar().entry("x", '0', "", new byte[8 << 20]).packed(kind);
        tooLarge(bomb, new ArchiveLimits(10, 1L << 30, 50, 1 << 20), "50 times");
        byte[] padded = Arrays.copyOf(tar().file("x", "1").bytes(), 8 << 20);
        tooLarge(TarMaker.pack(kind, padded), new ArchiveLimits(10, 1L << 30, 50, 1 << 20), "50 times");
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', 'g', 'L', 'K'})
    void boundsExtendedHeaders(char type) {
        refused(
                tar().file("a", "1")
                        .header(new byte[] {'h'}, type, "", 4L << 30)
                        .bytes(),
                "extended header",
                "claims");
    }

    @Test
    void refusesExtendedHeadersWithoutEnd() {
        TarMaker tar = tar().pax('x', "path=a").pax('x', "path=b");
        refused(tar.file("c", "1").bytes(), "two PAX headers");
        refused(tar().file("a", "1").pax('x', "path=b").bytes(), "no entry behind");
        refused(tar().pax('g', "path=b").file("a", "1").bytes(), "global");
        refused(
                tar().entry("p", 'x', "", "99 path=a\n".getBytes(StandardCharsets.UTF_8))
                        .file("a", "1")
                        .bytes(),
                "PAX");
    }

    @Test
    void refusesAnythingCutShort() throws Exception {
        byte[] whole = tar().file("a", "x".repeat(700)).file("b", "2").bytes();
        for (int length = 513; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), "cut short");
        }
        assertEquals(2, read(whole).size());
        refused(tar().file("a", "1").unfinished(), "end-of-archive mark");
        refused(tar().header(new byte[] {'x'}, '0', "", 1 << 20).bytes(), "the last", "are missing");
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void refusesCutPackings(ContentKind kind) throws Exception {
        byte[] whole = tar().file("a", "some text of a file").packed(kind);
        for (int length = 20; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void refusesBytesBehindTheEndButTakesZeros() throws Exception {
        byte[] tar = tar().file("a", "1").bytes();
        assertEquals(1, read(Arrays.copyOf(tar, 10240)).size());
        byte[] twice =
                new SequenceInputStream(new ByteArrayInputStream(tar), new ByteArrayInputStream(tar)).readAllBytes();
        refused(twice, "Other bytes follow");
        byte[] packed = TarMaker.pack(ContentKind.TAR_GZ, tar);
        assertEquals(1, read(Arrays.copyOf(packed, packed.length + 100)).size());
        byte[] garbage = Arrays.copyOf(packed, packed.length + 100);
        garbage[packed.length + 50] = 1;
        refused(garbage, "gzip stream is broken");
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void readsConcatenatedMembersAlsoByteByByte(ContentKind kind) throws Exception {
        byte[] tar = tar().file("a", "1").file("b", "2").bytes();
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < tar.length; i += 512) {
            parts.writeBytes(TarMaker.pack(kind, Arrays.copyOfRange(tar, i, i + 512)));
        }
        ArchiveContents contents = new ArchiveContents();
        InputStream slow = new ByteArrayInputStream(parts.toByteArray()) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        new Archives(ArchiveLimits.DEFAULT).readTar(kind, slow, contents);
        assertEquals(Map.of("a", "1", "b", "2"), contents.texts);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void tellsStreamsThatHoldNoTar(ContentKind kind) throws Exception {
        byte[] noTar =
                TarMaker.pack(kind, "{\"model_type\": \"bert\"}".repeat(100).getBytes(StandardCharsets.UTF_8));
        refused(noTar, UnpackedBytes.packing(kind) + " stream holds no tar");
        refused(TarMaker.pack(kind, new byte[0]), "holds no tar");
        refused(TarMaker.pack(kind, new byte[10240]), "holds no file");
    }

    @Test
    void refusesEmptyAndUnknown() {
        refused(new byte[0], "empty");
        refused(new byte[10240], "neither an archive nor a model");
        refused(tar().entry("d/", '5', "", new byte[0]).bytes(), "holds no file");
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2"})
    void passesTheSourcesOwnFailuresUnchanged(ContentKind kind) throws Exception {
        byte[] packed = tar().file("a", "x".repeat(5000)).packed(kind);
        for (Exception failure : List.of(new IOException("disk"), new IllegalStateException("stopped"))) {
            for (int length : new int[] {0, 5, packed.length / 2, packed.length}) {
                InputStream source = new SequenceInputStream(
                        new ByteArrayInputStream(packed, 0, length), new FailingStream(failure));
                Throwable thrown = assertThrows(
                        Exception.class,
                        () -> new Archives(ArchiveLimits.DEFAULT).readTar(kind, source, new ArchiveContents()));
                assertSame(failure, thrown, kind + " after " + length);
            }
        }
    }

    @Test
    void leavesNestedArchivesAlone() throws Exception {
        byte[] inner = tar().file("../evil", "1").bytes();
        assertEquals(1, read(tar().entry("inner.tar", '0', "", inner).bytes()).size());
    }

    /** A frame of zstd with one raw block that asks for a window of 256 MiB. */
    @Test
    void refusesZstdWindowsBeyondTheLimit() {
        byte[] frame = {
            0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) ((28 - 10) << 3), 1 | 3 << 3, 0, 0, 'a', 'b', 'c'
        };
        refused(frame, "window of more than 128 MiB");
        frame[5] = (byte) ((27 - 10) << 3);
        refused(frame, "holds no tar");
    }

    /** A block of xz that asks for a dictionary of 256 MiB. */
    @Test
    void refusesXzDictionariesBeyondTheLimit() throws Exception {
        byte[] packed = tar().file("a", "1").packed(ContentKind.TAR_XZ);
        int block = 12;
        int length = (packed[block] + 1) * 4;
        packed[block + 4] = 32;
        CRC32 crc = new CRC32();
        crc.update(packed, block, length - 4);
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).putInt(block + length - 4, (int) crc.getValue());
        refused(packed, "memory to unpack", "xz -6");
    }

    @Test
    void stopsSkippingWhenInterrupted() {
        byte[] tar = tar().entry("a", '0', "", new byte[1 << 20]).bytes();
        ArchiveContents lazy = new ArchiveContents() {
            @Override
            public void file(RemoteFile file, InputStream content) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(
                InterruptedException.class,
                () -> new Archives(ArchiveLimits.DEFAULT)
                        .readTar(ContentKind.TAR, new ByteArrayInputStream(tar), lazy));
    }

    @Test
    void stopsMillionsOfEntriesInBoundedTime() throws Exception {
        byte[] header = new TarMaker().entry("d/", '5', "", new byte[0]).unfinished();
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                return header[(int) (at++ % header.length)];
            }
        };
        DockException refusal = assertThrows(
                DockException.class,
                () -> new Archives(ArchiveLimits.DEFAULT).readTar(ContentKind.TAR, endless, new ArchiveContents()));
        assertEquals(Problem.TOO_LARGE, refusal.problem());
    }

    @Test
    void passesWhatTheReaderThrowsUnchanged() {
        IOException failure = new IOException("no room");
        ArchiveContents full = new ArchiveContents() {
            @Override
            public void file(RemoteFile file, InputStream content) throws IOException {
                throw failure;
            }
        };
        byte[] tar = tar().file("a", "1").bytes();
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> new Archives(ArchiveLimits.DEFAULT)
                                .readTar(ContentKind.TAR, new ByteArrayInputStream(tar), full)));
    }
}
