package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken archives end in a refusal: never in a library's exception, and never in other bytes than were packed. */
class ArchiveFuzzTest {
    private static final int ROUNDS = 4000;
    private static final ArchiveLimits LIMITS = new ArchiveLimits(1000, 1 << 30, 200, 10 << 20);
    private static final String TEXT = "The quick brown fox. ".repeat(60);

    private static byte[] whole(ContentKind kind) throws Exception {
        if (kind == ContentKind.ZIP) {
            return new ZipMaker()
                    .file("m/config.json", "{}")
                    .file("m/model.bin", TEXT)
                    .link("m/l", "config.json")
                    .bytes();
        }
        return new TarMaker()
                .file("m/config.json", "{}")
                .pax('x', "path=m/größe")
                .file("cut", TEXT)
                .link("m/l", '2', "config.json")
                .packed(kind);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2", "ZIP"})
    void refusesWhatIsBroken(ContentKind kind) throws Exception {
        byte[] whole = whole(kind);
        Map<String, String> expected = Refusals.read(whole, LIMITS);
        Random random = new Random(kind.ordinal() + 20);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] broken = whole.clone();
            for (int flips = random.nextInt(round % 10 == 0 ? 20 : 1) + 1; flips > 0; flips--) {
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += refuses(kind, broken, expected) ? 1 : 0;
        }
        assertTrue(refused > ROUNDS / 3, kind + ": only " + refused + " of " + ROUNDS + " were refused");
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "TAR_GZ", "TAR_ZST", "TAR_XZ", "TAR_BZ2", "ZIP"})
    void refusesBlocksThatMoved(ContentKind kind) throws Exception {
        byte[] whole = whole(kind);
        Map<String, String> expected = Refusals.read(whole, LIMITS);
        Random random = new Random(kind.ordinal() + 40);
        for (int round = 0; round < ROUNDS / 4; round++) {
            byte[] broken = whole.clone();
            int length = random.nextInt(whole.length / 4) + 1;
            int from = random.nextInt(whole.length - length);
            int to = random.nextInt(whole.length - length);
            System.arraycopy(whole, from, broken, to, length);
            refuses(kind, broken, expected);
        }
    }

    /** A plain tar has no checksum over its content and names of times and owners; all else must be told or harmless. */
    private static boolean refuses(ContentKind kind, byte[] broken, Map<String, String> expected) throws Exception {
        try {
            Map<String, String> read = Refusals.read(broken, LIMITS);
            if (kind != ContentKind.TAR && kind != ContentKind.ZIP) {
                assertEquals(expected, read);
            }
            return false;
        } catch (DockException e) {
            assertTrue(e.problem() == Problem.INVALID_ARCHIVE || e.problem() == Problem.TOO_LARGE, e::getMessage);
            assertTrue(e.getMessage().endsWith("."), e::getMessage);
            return true;
        } catch (RuntimeException e) {
            return fail(kind + " of " + new String(broken, StandardCharsets.ISO_8859_1).length() + " bytes", e);
        }
    }
}
