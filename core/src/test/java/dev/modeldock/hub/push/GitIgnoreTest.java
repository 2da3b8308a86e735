package dev.modeldock.hub.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitIgnoreTest {
    @ParameterizedTest
    @CsvSource({
        "*.log, a.log, true",
        "*.log, a/b.log, true",
        "*.log, a.logs, false",
        "/a.txt, a.txt, true",
        "/a.txt, b/a.txt, false",
        "b/, b/a.txt, true",
        "b/, c/b/a.txt, true",
        "b/, b, false",
        "a/b, a/b/c.txt, true",
        "a/b, x/a/b, false",
        "a/*, a/b, true",
        "a/**, a/b/c, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "**/z, z, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "# x, # x, false",
        "\\#x, #x, true",
        "\\!x, !x, true",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "'x ', x, true"
    })
    void patternsAreGits(String pattern, String path, boolean ignored) {
        assertEquals(ignored, new GitIgnore(pattern).ignores(path));
    }

    @ParameterizedTest
    @CsvSource({"a.log, true", "keep.log, false", "d/keep.log, false", "out/keep.log, true"})
    void theLastPatternDecidesButNothingComesBackOutOfADirectory(String path, boolean ignored) {
        assertEquals(ignored, new GitIgnore("*.log\n!keep.log\r\nout/\n").ignores(path));
    }

    @Test
    void nothingIsIgnoredByNothing() {
        assertFalse(new GitIgnore("").ignores("a"));
        assertFalse(new GitIgnore("\n\n!\n/\n").ignores("a"));
    }

    @Test
    void noPatternTakesLong() {
        GitIgnore hostile = new GitIgnore(("*a".repeat(100) + "b\n").repeat(300) + "/**".repeat(2_000));
        assertTimeout(Duration.ofSeconds(10), () -> hostile.ignores("a".repeat(250) + "/" + "a/".repeat(60) + "a"));
    }
}
