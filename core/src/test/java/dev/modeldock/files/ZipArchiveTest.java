package dev.modeldock.files;

import static dev.modeldock.files.Refusals.read;
import static dev.modeldock.files.Refusals.refused;
import static dev.modeldock.files.Refusals.tooLarge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(1000, 1 << 20, 10, 1 << 18);

    private static ZipMaker zip() {
        return new ZipMaker();
    }

    /** A ZIP of two entries, the second of which lies. */
    private static byte[] lying(Consumer<ZipMaker.Entry> lie) {
        ZipMaker zip = zip().file("a", "the first").file("b", "the second of two files");
        lie.accept(zip.last());
        return zip.bytes();
    }

    @Test
    void listsAndReads() throws Exception {
        ZipMaker zip = zip().file("m/a", "x".repeat(300_000)).file("m/empty", "");
        zip.entry("m/stored", "as it is".getBytes(StandardCharsets.UTF_8), false);
        zip.entry("m/", new byte[0], false).mode = 040755;
        zip.entry("m/d/", new byte[0], false).mode = 0140755;
        zip.file("__MACOSX/m/a", "litter").file("größe", "1").file("m/64", "zip64");
        zip.last().zip64 = true;
        zip.comment = "a comment";
        Map<String, String> expected = Map.of(
                "m/a", "x".repeat(300_000), "m/empty", "", "m/stored", "as it is", "größe", "1", "m/64", "zip64");
        assertEquals(expected, read(zip.bytes()));
        try (Archive archive = new Archives(ArchiveLimits.DEFAULT).open(MemoryContent.of(zip.bytes()))) {
            assertEquals(
                    RemoteFile.of("m/stored", 8).withCrc32(2521703603L),
                    archive.files().get(2));
        }
    }

    @Test
    void readsWhatJavaStreamsWithSizesBehindTheBytes() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("a", "b/", "b/c")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.endsWith("/") ? new byte[0] : name.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        assertEquals(Map.of("a", "a", "b/c", "b/c"), read(out.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsZip64(boolean streamed) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip =
                streamed ? new ZipArchiveOutputStream(stream) : new ZipArchiveOutputStream(channel)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.putArchiveEntry(new ZipArchiveEntry("a"));
            zip.write("sixty-four".getBytes(StandardCharsets.UTF_8));
            zip.closeArchiveEntry();
        }
        byte[] packed = streamed ? stream.toByteArray() : Arrays.copyOf(channel.array(), (int) channel.size());
        assertEquals(Map.of("a", "sixty-four"), read(packed));
    }

    @Test
    void refusesACountPastAllNumbers() throws Exception {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.putArchiveEntry(new ZipArchiveEntry("a"));
            zip.closeArchiveEntry();
        }
        byte[] packed = Arrays.copyOf(channel.array(), (int) channel.size());
        int end = packed.length - 22 - 20 - 56;
        assertEquals(6, packed[end + 2], "the ZIP64 end record is not where it is looked for");
        Arrays.fill(packed, end + 24, end + 40, (byte) 0xFF);
        Arrays.fill(packed, packed.length - 14, packed.length - 10, (byte) 0xFF);
        refused(packed, "not where its end says");
    }

    @Test
    void readsMoreEntriesThanTheOldCountHolds(@TempDir Path work) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (int i = 0; i < 70_000; i++) {
                zip.putNextEntry(new ZipEntry("d/" + i));
                zip.closeEntry();
            }
        }
        Path file = Files.write(work.resolve("many.zip"), out.toByteArray());
        try (Archive archive = new Archives(ArchiveLimits.DEFAULT).open(PackedContent.of(file, "many.zip"))) {
            assertEquals(70_000, archive.files().size());
        }
        tooLarge(out.toByteArray(), SMALL, "more than 1000 entries");
    }

    @Test
    void readsWhatInfoZipPacks(@TempDir Path work) throws Exception {
        Path model = Files.createDirectories(work.resolve("m"));
        Files.writeString(model.resolve("größe"), "x".repeat(1000));
        Files.createSymbolicLink(model.resolve("a-link"), Path.of("größe"));
        try {
            Process zip = new ProcessBuilder("zip", "-q", "-y", "-r", "m.zip", "m")
                    .directory(work.toFile())
                    .start();
            assumeTrue(zip.waitFor(60, TimeUnit.SECONDS) && zip.exitValue() == 0, "zip does not run here");
        } catch (IOException e) {
            assumeTrue(false, "no zip on this system");
        }
        assertEquals(
                Map.of("m/größe", "x".repeat(1000), "m/a-link", "-> m/größe"),
                read(Files.readAllBytes(work.resolve("m.zip"))));
    }

    @Test
    void takesLinksToFilesAlsoToLaterOnes() throws Exception {
        byte[] zip = zip().link("d/l", "../later").file("later", "12345").bytes();
        assertEquals(Map.of("d/l", "-> later", "later", "12345"), read(zip));
        try (Archive archive = new Archives(ArchiveLimits.DEFAULT).open(MemoryContent.of(zip))) {
            RemoteFile later = RemoteFile.of("later", 5).withCrc32(3421846044L);
            assertEquals(List.of(later, later.at("d/l")), archive.files());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd,outside",
        "/etc/passwd,outside",
        "nowhere,no file that came before",
        "l,no file that came before",
        "..,no place inside",
        "e,is a directory"
    })
    void refusesLinksToAnythingElse(String target, String fault) {
        refused(zip().file("d/e/f", "1").link("d/l", target).bytes(), "'d/l'", "'" + target + "'", fault);
    }

    @Test
    void refusesDevicesEncryptionAndOtherMethods() {
        for (int type : new int[] {0010000, 0020000, 0060000, 0140000}) {
            refused(lying(b -> b.mode = type), "device", "'b'");
        }
        refused(lying(b -> b.flags |= 1), "encrypted");
        refused(lying(b -> b.flags |= 1 << 6), "encrypted");
        refused(lying(b -> b.method = b.localMethod = 12), "method 12");
        refused(lying(b -> b.mode = 040755), "directory with content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "C:/x", "a\\b", "a\0b", "a//b", "", "d/../../x"})
    void refusesNamesThatLead(String name) {
        refused(zip().file("ok", "1").file(name, "2").bytes(), "name");
    }

    @ParameterizedTest
    @CsvSource({"a,a,twice", "A,a,upper and lower", "a,a/b,as a file and as a directory"})
    void refusesNamesThatCollide(String one, String other, String fault) {
        refused(zip().file(one, "1").file("between", "").file(other, "2").bytes(), fault);
    }

    @Test
    void refusesHeadersThatDisagree() {
        refused(lying(b -> b.localName = "c"), "disagree on 'b'", "'c'");
        refused(lying(b -> b.localMethod = 0), "disagree on 'b'", "method");
        refused(lying(b -> b.localSize++), "disagree on 'b'", "24 bytes, the directory 23");
        refused(lying(b -> b.localPackedSize--), "disagree on 'b'", "packed bytes");
        refused(lying(b -> b.localCrc++), "disagree on 'b'", "CRC-32");
        refused(lying(b -> b.offset = 43), "does not start as one");
    }

    @Test
    void refusesSizesThatLie() {
        refused(lying(b -> b.size = b.localSize = 22), "more than the 22 bytes");
        refused(lying(b -> b.size = b.localSize = 24), "1 bytes less");
        refused(lying(b -> b.crc = b.localCrc = 7), "CRC-32");
        refused(lying(b -> b.packedSize = b.localPackedSize = b.data.length - 1), "ends too early");
        refused(
                lying(b -> {
                    b.data = Arrays.copyOf(b.data, b.data.length + 1);
                    b.packedSize = b.localPackedSize = b.data.length;
                }),
                "bytes behind");
        refused(lying(b -> b.method = b.localMethod = 0), "stored as it is");
        refused(lying(b -> b.packedSize = b.localPackedSize = 0xFFFF_0000L), "overlap");
    }

    @Test
    void refusesOverlapsAndBytesBeforeOrMissing() {
        refused(lying(b -> b.offset = 0), "overlap");
        ZipMaker prefixed = zip().file("a", "1");
        prefixed.before = "PK\3\4 not the first entry".getBytes(StandardCharsets.UTF_8);
        refused(prefixed.bytes(), "before its first entry");
        ZipMaker shifted = zip().file("a", "1");
        shifted.directoryShift = -1;
        refused(shifted.bytes(), "not where its end says");
        ZipMaker fewer = zip().file("a", "1");
        fewer.extraCount = 1;
        refused(fewer.bytes(), "directory is broken");
        ZipMaker more = zip().file("a", "1").file("b", "2");
        more.extraCount = -1;
        refused(more.bytes(), "longer than the 1 entries");
    }

    @Test
    void readsPastBytesBetweenEntriesAndDirectory() throws Exception {
        ZipMaker zip = zip().file("a", "1");
        zip.between = new byte[100];
        assertEquals(Map.of("a", "1"), read(zip.bytes()));
    }

    @Test
    void refusesBombsByTheirDirectory() {
        ZipMaker bomb = zip();
        bomb.entry("bomb", new byte[1 << 19], true);
        byte[] broken = bomb.bytes();
        Arrays.fill(broken, 34, 200, (byte) 0xFF);
        tooLarge(broken, SMALL, "10 times");
        tooLarge(lying(b -> b.size = b.localSize = 2 << 20), SMALL, "1048576 bytes");
        refused(lying(b -> b.size = b.localSize = 3), "more than the 3 bytes");
    }

    @Test
    void refusesEmptyOnesAndSelfExtractingOnes() {
        refused(zip().bytes(), "The ZIP is empty");
        ZipMaker directories = zip();
        directories.entry("d/", new byte[0], false).mode = 040755;
        refused(directories.bytes(), "holds no file");
        ZipMaker program = zip().file("a", "1");
        program.before = "MZ and a program".getBytes(StandardCharsets.UTF_8);
        refused(program.bytes(), "neither an archive nor a model");
    }

    @Test
    void refusesAnythingCutShort() {
        byte[] whole = zip().file("a", "x".repeat(700)).file("b", "2").bytes();
        for (int length = 1; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1), "directory at its end is missing");
    }

    @Test
    void passesTheSourcesOwnFailuresUnchanged() throws Exception {
        byte[] whole = zip().file("a", "1").bytes();
        IOException failure = new IOException("disk");
        PackedContent failing = new PackedContent() {
            @Override
            public String name() {
                return "x";
            }

            @Override
            public long size() {
                return whole.length;
            }

            @Override
            public InputStream stream() {
                return MemoryContent.of(whole).stream();
            }

            @Override
            public SeekableByteChannel channel() {
                return new FailingChannel(whole, failure);
            }
        };
        try (Archive archive = new Archives(ArchiveLimits.DEFAULT).open(failing)) {
            assertSame(failure, assertThrows(IOException.class, () -> archive.read(new ArchiveContents())));
        }
    }

    @Test
    void leavesNestedArchivesAlone() throws Exception {
        ZipMaker outer = zip();
        outer.entry("inner.zip", zip().file("../evil", "1").bytes(), true);
        assertEquals(1, read(outer.bytes()).size());
    }
}
