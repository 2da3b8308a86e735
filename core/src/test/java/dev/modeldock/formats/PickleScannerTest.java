package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PickleScannerTest {
    /** os.system("id") in protocol 0, as text. */
    private static final byte[] SYSTEM_0 = Samples.bytes("cos\nsystem\n(S'id'\ntR.");

    private static final byte[] SYSTEM_4 =
            Samples.bytes(0x80, 4, 0x8c, 2, "os", 0x94, 0x8c, 6, "system", 0x94, 0x93, 0x94, 0x8c, 2, "id", 0x85, "R.");
    private static final byte[] HARMLESS = Samples.bytes(0x80, 2, "ccollections\nOrderedDict\nq", 0, ")R.");
    private static final byte[] TORCH_MAGIC =
            Samples.bytes(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, ".");

    @Test
    void aRealTorchFileIsInnocuous() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/models/tiny-bin/pytorch_model.bin"));
        PickleScan scan = scan("pytorch_model.bin", file);
        assertEquals(Level.INNOCUOUS, scan.level(), scan.toString());
        assertEquals(
                List.of("collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage"),
                names(scan));
        assertEquals(List.of(), scan.problems());
    }

    @Test
    void findsSystemInEveryProtocolAndSpelling() throws IOException {
        dangerous("os.system", SYSTEM_0);
        dangerous("os.system", SYSTEM_4);
        dangerous("os.system", Samples.bytes("(S'id'\nios\nsystem\n."));
        dangerous(
                "os.system",
                Samples.bytes(0x80, 4, "\u008c\u0002os\u0094\u008c\u0006systemq", 5, "0h", 0, "h", 5, 0x93, "."));
        dangerous(
                "os.system",
                Samples.bytes(
                        0x80,
                        2,
                        "Vos\np100\n0Vsystem\nr",
                        Samples.u32(70000),
                        "0g100\nj",
                        Samples.u32(70000),
                        0x93,
                        "."));
        dangerous("os.system", Samples.bytes(0x80, 2, "U", 2, "osT", Samples.u32(6), "system", 0x93, "."));
        dangerous(
                "os.system",
                Samples.bytes(0x80, 2, "X", Samples.u32(2), "os", 0x8d, Samples.u64(6), "system", 0x93, "."));
        dangerous("os.system", Samples.bytes("S'os'\nS\"system\"\n", 0x93, "."));
        dangerous(
                "os.system",
                Samples.bytes(0x80, 4, 0x95, Samples.u64(20), "\u008c\u0002os2\u008c\u0006system(0", 0x93, "."));
        dangerous("os.system", Samples.bytes("(cos\nsystem\nS'id'\no."));
        dangerous("__builtin__.eval", Samples.bytes("c__builtin__\neval\n(S'1'\ntR."));
        dangerous("torch.serialization.os.system", Samples.bytes(0x80, 4, "ctorch.serialization\nos.system\n."));
        dangerous("collections.sys.modules", Samples.bytes(0x80, 4, "ccollections\nsys.modules\n."));
        dangerous("builtins.getattr", Samples.bytes("cbuiltins\ngetattr\n."));
        dangerous("torch.storage._load_from_bytes", Samples.bytes("ctorch.storage\n_load_from_bytes\n(C", 1, "xtR."));
    }

    @Test
    void memoizeCountsAsPythonDoes() throws IOException {
        // Two are remembered under 5 and 9; MEMOIZE then takes number 2, whatever the numbers before.
        byte[] pickle = Samples.bytes(
                0x80,
                4,
                0x8c,
                11,
                "collectionsq",
                5,
                0x8c,
                11,
                "OrderedDictq",
                9,
                0x8c,
                2,
                "os",
                0x94,
                "0h",
                2,
                0x8c,
                6,
                "system",
                0x93,
                ".");
        dangerous("os.system", pickle);
    }

    @Test
    void whatCannotBeToldIsDangerous() throws IOException {
        for (byte[] pickle : List.of(
                Samples.bytes(0x80, 4, "K", 1, 0x8c, 6, "system", 0x93, "."),
                Samples.bytes(0x80, 4, "Vo\\u0073\nVsystem\n", 0x93, "."),
                Samples.bytes(0x80, 2, 0x82, 7, "."),
                Samples.bytes(0x80, 2, 0x83, 7, 0, "."),
                Samples.bytes(0x80, 2, 0x84, 7, 0, 0, 0, "."))) {
            PickleScan scan = scan("x.pkl", pickle);
            assertEquals(Level.DANGEROUS, scan.level());
            assertEquals("unknown", scan.imports().get(0).module());
        }
        byte[] oddNumber = Samples.bytes("(lp+5\ncos\nsystem\n.");
        assertEquals(Level.DANGEROUS, scan("x.pkl", oddNumber).level());
    }

    @Test
    void anOpcodeOverTheEndOfItsFrameIsDangerous() throws IOException {
        irregular("frame", Samples.bytes(0x80, 4, 0x95, Samples.u64(6), "ccollections\nOrderedDict\n."));
        byte[] whole = Samples.bytes(0x80, 4, 0x95, Samples.u64(26), "ccollections\nOrderedDict\n.");
        assertEquals(Level.INNOCUOUS, scan("x.pkl", whole).level());
    }

    @Test
    void anOddNameIsUnknown() throws IOException {
        assertEquals(
                Level.DANGEROUS,
                scan("x.pkl", Samples.bytes("ccollections\na\tb\n.")).level());
    }

    @Test
    void aTruncatedPickleIsJudgedByWhatItImported() throws IOException {
        byte[] cut = java.util.Arrays.copyOf(SYSTEM_0, 12);
        dangerous("os.system", cut);
        PickleScan broken = scan("x.pkl", Samples.bytes(0x80, 2, "ccollections\nOrderedDict\n)R", 0xff));
        assertEquals(Level.SUSPICIOUS, broken.level());
    }

    @Test
    void theUnlistedIsSuspicious() throws IOException {
        PickleScan scan = scan("x.pkl", Samples.bytes(0x80, 2, "cmy_model\nNet\n)", 0x81, "."));
        assertEquals(Level.SUSPICIOUS, scan.level());
        assertEquals(List.of(new PickleImport("my_model", "Net", Level.SUSPICIOUS)), scan.imports());
    }

    @Test
    void walksTheFivePicklesOfTheOldTorchFormat() throws IOException {
        byte[] number = Samples.bytes(0x80, 2, "M", 0xe9, 3, ".");
        byte[] info = Samples.bytes(0x80, 2, "}q", 0, ".");
        byte[] keys = Samples.bytes(0x80, 2, "].");
        byte[] good = Samples.bytes(TORCH_MAGIC, number, info, HARMLESS, keys, SYSTEM_0);
        assertEquals(Level.INNOCUOUS, scan("old.pt", good).level());
        assertEquals(Level.INNOCUOUS, scan("old-by-content", good).level());
        dangerous("os.system", Samples.bytes(TORCH_MAGIC, number, info, SYSTEM_4, keys));
        byte[] otherMagic = Samples.bytes(0x80, 2, "K", 1, ".", number, info, SYSTEM_4, keys);
        dangerous("os.system", otherMagic);
    }

    @Test
    void scansArchivesByContent() throws IOException {
        dangerous("os.system", Samples.zip("archive/data.pkl", SYSTEM_4, "archive/version", Samples.bytes("3")));
        dangerous("os.system", Samples.zip("a/harmless.txt", SYSTEM_4));
        dangerous("os.system", Samples.zip("inner.zip", Samples.zip("x", Samples.zip("data.pkl", SYSTEM_0))));
        assertEquals(
                Level.DANGEROUS,
                scan("readme.txt", Samples.zip("data.pkl", SYSTEM_4)).level());
        byte[] deep = SYSTEM_4;
        for (int i = 0; i < 6; i++) {
            deep = Samples.zip("a.pkl", deep);
        }
        assertTrue(scan("x.pt", deep).problems().toString().contains("nested"));
    }

    @Test
    void anIrregularArchiveIsDangerous() throws IOException {
        byte[] good = Files.readAllBytes(Path.of("src/test/resources/models/tiny-bin/pytorch_model.bin"));
        int central = indexOf(good, Samples.bytes("PK", 1, 2), 0);
        irregular("flags", patched(good, central + 8, 0x09));
        irregular("local header", patched(good, central + 46, 'X'));
        irregular("check sum", patched(good, 80, good[80] ^ 1));
        irregular("method", patched(good, central + 10, 12));
        irregular("does not agree", patched(good, 6, 1));
        irregular("end record", java.util.Arrays.copyOf(good, good.length - 1));
        irregular("follows its end record", java.util.Arrays.copyOf(good, good.length + 1));
        irregular("no end record", java.util.Arrays.copyOf(good, 5000));
        byte[] hidden = Samples.zip("a.txt", new byte[3]);
        irregular("ZIP", Samples.bytes(hidden, good));
    }

    @Test
    void scansObjectArraysOfNumpy() throws IOException {
        String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
        byte[] objects = Samples.bytes(0x93, "NUMPY", 1, 0, header.length(), 0, header, SYSTEM_4);
        assertEquals(Level.DANGEROUS, scan("x.npy", objects).level());
        assertEquals(
                Level.DANGEROUS,
                scan("x.npz", Samples.zip("arr_0.npy", objects)).level());
        String numbers = header.replace("|O", "<f4");
        byte[] plain = Samples.bytes(0x93, "NUMPY", 1, 0, numbers.length(), 0, numbers, SYSTEM_4);
        assertEquals(Optional.empty(), PickleScanner.scan(Region.of(plain), "x.npy"));
    }

    @Test
    void looksThroughCompression() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(SYSTEM_4);
        }
        dangerous("os.system", gzip.toByteArray());
        assertEquals(
                Level.DANGEROUS,
                scan("model.pkl.gz", gzip.toByteArray()).level(),
                "joblib unpacks by content, whatever the name says");
        dangerous("os.system", java.util.Arrays.copyOf(gzip.toByteArray(), gzip.size() - 6));
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(SYSTEM_0);
        }
        dangerous("os.system", zlib.toByteArray());
        irregular("7z", Samples.bytes("7z", 0xbc, 0xaf, 0x27, 0x1c, 0, 0, 0));
    }

    @Test
    void findsPicklesBehindForeignBytes() throws IOException {
        byte[] garbage = new byte[3000];
        new Random(7).nextBytes(garbage);
        garbage[0] = 0;
        dangerous("os.system", Samples.bytes(garbage, SYSTEM_4, garbage));
        dangerous("os.system", Samples.bytes(garbage, SYSTEM_0, garbage));
        dangerous("os.system", Samples.bytes(HARMLESS, garbage, SYSTEM_0));
    }

    @Test
    void noiseIsHardlyEverTakenForAPickle() throws IOException {
        int taken = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] noise = new byte[seed < 20 ? 500_000 : 4_000];
            new Random(seed).nextBytes(noise);
            Optional<PickleScan> scan = PickleScanner.scan(Region.of(noise), "noise.bin");
            taken += scan.filter(found -> found.level() == Level.DANGEROUS).isPresent() ? 1 : 0;
        }
        assertTrue(taken <= 2, taken + " of 2000 files of noise were called dangerous");
    }

    @Test
    void rawWeightsAreNoPickle() throws IOException {
        byte[] raw = new byte[300_000];
        Random random = new Random(11);
        for (int i = 0; i < 20; i++) {
            random.nextBytes(raw);
            Optional<PickleScan> scan = PickleScanner.scan(Region.of(raw), "weights.bin");
            assertFalse(
                    scan.isPresent() && scan.get().level() == Level.DANGEROUS, "run " + i + ": " + scan.orElse(null));
        }
        assertEquals(Optional.empty(), PickleScanner.scan(Region.of(new byte[5000]), "zeros.bin"));
        assertEquals(Optional.empty(), PickleScanner.scan(Region.of(new byte[0]), "empty.bin"));
        byte[] text = "copyright\nby us\nall rights".getBytes(StandardCharsets.UTF_8);
        assertEquals(Optional.empty(), PickleScanner.scan(Region.of(text), "LICENSE"));
    }

    @Test
    void aPickleUnderAnotherNameIsFound() throws IOException {
        assertEquals(Level.DANGEROUS, scan("notes.txt", SYSTEM_4).level());
        assertEquals(Level.DANGEROUS, scan("notes.txt", SYSTEM_0).level());
    }

    @Test
    void depthIsBounded() throws IOException {
        byte[] marks = new byte[2_000_000];
        java.util.Arrays.fill(marks, (byte) '(');
        irregular("open marks", Samples.bytes(marks, SYSTEM_0));
        irregular("remembers", Samples.bytes(0x80, 2, "Nr", Samples.u32(0xfffffffeL), "."));
    }

    @Test
    void scansGoThroughJson() throws IOException {
        ObjectMapper json = new ObjectMapper();
        PickleScan scan = scan("x.pkl", SYSTEM_0);
        String text = json.writeValueAsString(scan);
        assertTrue(text.contains("\"level\":\"dangerous\""), text);
        assertEquals(scan, json.readValue(text, PickleScan.class));
    }

    private static void dangerous(String name, byte[] file) throws IOException {
        PickleScan scan = scan("x.pt", file);
        assertEquals(Level.DANGEROUS, scan.level(), scan.toString());
        assertTrue(names(scan).contains(name), scan.toString());
    }

    private static void irregular(String reason, byte[] file) throws IOException {
        PickleScan scan = scan("x.bin", file);
        assertEquals(Level.DANGEROUS, scan.level(), scan.toString());
        assertTrue(scan.problems().toString().contains(reason), scan.toString());
    }

    private static PickleScan scan(String name, byte[] file) throws IOException {
        return PickleScanner.scan(Region.of(file), name).orElseThrow();
    }

    private static List<String> names(PickleScan scan) {
        return scan.imports().stream()
                .map(one -> one.module() + "." + one.name())
                .toList();
    }

    private static byte[] patched(byte[] file, int at, int value) {
        byte[] patched = file.clone();
        patched[at] = (byte) value;
        return patched;
    }

    private static int indexOf(byte[] file, byte[] sought, int from) {
        for (int at = from; ; at++) {
            if (java.util.Arrays.equals(file, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
    }
}
