package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b.c", "...", "a..b/..c", "größe/ä", "a b", "xx:y", "-rf", "~", "CON", "模型/权重.safetensors"
            })
    void keepsNamesAsTheyCame(String name) {
        assertEquals(name, SafePaths.check(name));
        assertEquals(name, SafePaths.check("./" + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "./",
                "./..",
                "/",
                "//a",
                "a/",
                "a//b",
                "a/../b",
                "a/./b",
                "\\\\host\\x",
                "a\\b",
                "C:",
                "x:y",
                "z:/x",
                "a\0",
                "a\r\nb",
                "a\u0085b",
                "\ud800",
                "a\u2028b",
                "a\u202eb",
                "a\u2066b"
            })
    void refusesNamesThatLead(String name) {
        DockException refusal = assertThrows(DockException.class, () -> SafePaths.check(name));
        assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
        assertTrue(refusal.getMessage().chars().allMatch(c -> c >= ' ' && c != 0x202E), refusal.getMessage());
        assertTrue(refusal.details().containsKey("entry"));
    }

    @Test
    void boundsLengths() {
        assertEquals(255, SafePaths.check("x".repeat(255)).length());
        assertThrows(DockException.class, () -> SafePaths.check("x".repeat(256)));
        assertThrows(DockException.class, () -> SafePaths.check("ä".repeat(128)));
        String deep = "x/".repeat(SafePaths.MAX_DEPTH - 1) + "x";
        assertEquals(deep, SafePaths.check(deep));
        assertThrows(DockException.class, () -> SafePaths.check(deep + "/x"));
        DockException refusal = assertThrows(DockException.class, () -> SafePaths.check("y".repeat(100_000)));
        assertTrue(refusal.getMessage().length() < 400, "the sentence stays short");
    }

    @Test
    void foldsWhatFileSystemsTakeForOne() {
        assertEquals(SafePaths.folded("Model.BIN"), SafePaths.folded("mODEL.bin"));
        assertEquals(SafePaths.folded("\u00e4"), SafePaths.folded("A\u0308"));
        assertEquals(SafePaths.folded("Σ"), SafePaths.folded("ς"));
        assertEquals(SafePaths.folded("\u212a"), SafePaths.folded("k"));
        assertNotEquals(SafePaths.folded("a"), SafePaths.folded("ä"));
    }

    @Test
    void boundsTheNamesOfAnArchive() {
        ArchiveNames few = new ArchiveNames(10);
        for (int i = 0; i < 4; i++) {
            few.file("d" + i + "/f");
        }
        few.file("d0/g");
        few.file("d0/h");
        assertThrows(DockException.class, () -> few.file("d0/i"));
        ArchiveNames many = new ArchiveNames(Integer.MAX_VALUE);
        String directory = ("x".repeat(250) + "/").repeat(4);
        DockException refusal = assertThrows(DockException.class, () -> {
            for (int i = 0; i < 40_000; i++) {
                many.file(directory + i);
            }
        });
        assertTrue(refusal.getMessage().contains("32 MiB of names"), refusal.getMessage());
    }
}
