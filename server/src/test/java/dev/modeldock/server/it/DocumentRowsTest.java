package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table in the README of {@code server} names tests that are there. */
class DocumentRowsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| `(?:(\\w+)\\.)?(\\w+)` \\|$");

    @Test
    void eachRowHasItsTest() throws IOException, ClassNotFoundException {
        List<MatchResult> rows =
                ROW.matcher(Files.readString(Path.of("README.md"))).results().toList();
        assertEquals(
                IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toList(),
                rows.stream().map(row -> row.group(1)).toList());
        for (MatchResult row : rows) {
            String name = row.group(2) == null ? "DocumentRowsIT" : row.group(2);
            Class<?> tests = Class.forName(getClass().getPackageName() + "." + name);
            assertTrue(
                    Arrays.stream(tests.getDeclaredMethods())
                            .anyMatch(method ->
                                    method.getName().equals(row.group(3)) && method.isAnnotationPresent(Test.class)),
                    () -> row.group(3) + " is not in " + name);
        }
    }
}
