package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the TAO API's operations in the README of {@code server} is whole and names tests that are there. */
class TaoOperationsTest {
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| ([12])\\.(\\d+) \\| `(GET|POST|PUT|PATCH|DELETE) (/\\S+)` \\| .+ \\| `(\\w+)\\.(\\w+)` \\|$");
    private static final int EACH = 17;

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("README.md"))).results().toList();
    }

    @Test
    void eachSectionOfTheDocumentHasItsRow() throws IOException {
        List<String> sections = Stream.of("1.", "2.")
                .flatMap(chapter -> IntStream.rangeClosed(1, EACH).mapToObj(section -> chapter + section))
                .toList();
        assertEquals(
                sections,
                rows().stream().map(row -> row.group(1) + "." + row.group(2)).toList());
        List<String> operations =
                rows().stream().map(row -> row.group(3) + " " + row.group(4)).toList();
        assertEquals(2 * EACH, new HashSet<>(operations).size(), "no operation stands there twice");
        rows().forEach(row ->
                assertTrue(row.group(4).startsWith(row.group(1).equals("1") ? "/dataset" : "/model"), row.group()));
    }

    @Test
    void eachRowHasItsTest() throws IOException, ClassNotFoundException {
        for (MatchResult row : rows()) {
            Class<?> tests = Class.forName(getClass().getPackageName() + "." + row.group(5));
            String section = "op%s%02d".formatted(row.group(1), Integer.parseInt(row.group(2)));
            assertTrue(row.group(6).startsWith(section), row.group());
            assertTrue(
                    Arrays.stream(tests.getDeclaredMethods())
                            .anyMatch(method ->
                                    method.getName().equals(row.group(6)) && method.isAnnotationPresent(Test.class)),
                    () -> row.group(6) + " is not in " + row.group(5));
        }
    }
}
