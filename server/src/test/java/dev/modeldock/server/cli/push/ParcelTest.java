package dev.modeldock.server.cli.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.cli.command.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParcelTest {
    @TempDir
    private Path temp;

    private Path model() throws IOException {
        Path model = Files.createDirectories(temp.resolve("model dir/deep"));
        byte[] noise = new byte[100_001];
        new Random(1).nextBytes(noise);
        Files.write(model.resolve("weights.bin"), noise);
        Files.write(model.resolve("n".repeat(120)), new byte[] {7});
        Files.write(model.getParent().resolve("empty"), new byte[0]);
        return model.getParent();
    }

    @Test
    void whatIsNoPartOfAModelStaysHere() throws IOException {
        Path model = model();
        Parcel clean = DirectoryParcel.of(model);
        for (String litter :
                List.of(".git/config", ".cache/huggingface/x", "deep/.git/HEAD", ".DS_Store", "deep/._a")) {
            Files.createDirectories(model.resolve(litter).getParent());
            Files.writeString(model.resolve(litter), "token");
        }
        Files.writeString(model.resolve(".gitattributes"), "kept");
        Parcel parcel = DirectoryParcel.of(model);
        assertFalse(new String(bytes(parcel, 0, parcel.length()), StandardCharsets.ISO_8859_1).contains("token"));
        assertTrue(parcel.length() > clean.length(), "what only begins alike is sent");
    }

    @Test
    void aLinkThatLeadsBackIsToldAsSuch() throws IOException {
        Path model = model();
        Files.createSymbolicLink(model.resolve("loop"), model);
        CommandFailure no = assertThrows(CommandFailure.class, () -> DirectoryParcel.of(model));
        assertTrue(no.getMessage().contains("loop leads back"), no.getMessage());
    }

    private static byte[] bytes(Parcel parcel, long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parcel.write(from, to, out);
        return out.toByteArray();
    }

    @Test
    void aDirectoryIsATarOfKnownLengthAndEqualWhicheverWayItIsCut() throws IOException {
        Parcel parcel = DirectoryParcel.of(model());
        assertEquals("tar", parcel.extension());
        assertEquals("model dir", parcel.name());
        byte[] whole = bytes(parcel, 0, parcel.length());
        assertEquals(parcel.length(), whole.length);
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        for (long at = 0; at < parcel.length(); at += 999) {
            parcel.write(at, Math.min(parcel.length(), at + 999), cut);
        }
        assertArrayEquals(whole, cut.toByteArray());
        Map<String, Long> entries = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(whole))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry.getSize());
            }
        }
        assertEquals(
                Map.of(
                        "model dir/empty",
                        0L,
                        "model dir/deep/" + "n".repeat(120),
                        1L,
                        "model dir/deep/weights.bin",
                        100_001L),
                entries);
    }

    @Test
    void theMarkTellsWhatChanged() throws IOException {
        Path model = model();
        String before = DirectoryParcel.of(model).mark();
        assertEquals(before, DirectoryParcel.of(model).mark());
        Files.write(model.resolve("empty"), new byte[1]);
        assertNotEquals(before, DirectoryParcel.of(model).mark());
        Path file = Files.write(temp.resolve("x.tar.gz"), new byte[10]);
        FileParcel parcel = FileParcel.of(file);
        assertEquals(List.of("x", "tar.gz"), List.of(parcel.name(), parcel.extension()));
        Files.write(file, new byte[11]);
        assertNotEquals(parcel.mark(), FileParcel.of(file).mark());
    }

    @Test
    void whatBecameShorterIsNotFilledUp() throws IOException {
        Path file = Files.write(temp.resolve("x.gguf"), new byte[1000]);
        Parcel parcel = FileParcel.of(file);
        Files.write(file, new byte[500]);
        assertThrows(EOFException.class, () -> bytes(parcel, 0, 1000));
        assertThrows(CommandFailure.class, () -> DirectoryParcel.of(Files.createDirectory(temp.resolve("nothing"))));
        assertThrows(CommandFailure.class, () -> FileParcel.of(Files.write(temp.resolve("zero.tar"), new byte[0])));
    }

    @Test
    void notesAreForOnePushAndOddOnesAreNone() throws IOException {
        PushNotes notes = new PushNotes(temp.resolve("cache"), List.of("dock", "mark"));
        assertTrue(notes.find().isEmpty());
        notes.keep(new PushNotes.Session("an-id", 4096));
        assertEquals(
                new PushNotes.Session("an-id", 4096),
                new PushNotes(temp.resolve("cache"), List.of("dock", "mark"))
                        .find()
                        .orElseThrow());
        assertTrue(new PushNotes(temp.resolve("cache"), List.of("dock", "other"))
                .find()
                .isEmpty());
        try (var files = Files.list(temp.resolve("cache/push"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "{\"session\": 5");
            }
        }
        assertTrue(notes.find().isEmpty());
        notes.forget();
        notes.forget();
        assertEquals(
                0, Arrays.stream(temp.resolve("cache/push").toFile().list()).count());
    }
}
