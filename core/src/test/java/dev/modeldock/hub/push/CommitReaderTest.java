package dev.modeldock.hub.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.hub.LargeFiles;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitReaderTest {
    private static final String HEADER = "{\"key\":\"header\",\"value\":{\"summary\":\"s\"}}\n";
    private static final String OID = "ab".repeat(32);

    @Test
    void allKindsOfLinesAreReadInTheirOrder() throws IOException {
        List<CommitLine> lines = read("""
                {"key":"header","value":{"summary":" title ","description":"more","parentCommit":"0123456789"}}
                {"key":"file","value":{"content":"aGk=","path":"a/b.txt","encoding":"base64"}}
                {"value":{"encoding":"base64","path":"/c","content":""},"key":"file"}
                {"key":"lfsFile","value":{"path":"m.bin","algo":"sha256","oid":"%s","size":12}}
                {"key":"lfsFile","value":{"path":"n.bin","oid":"%s"}}
                {"key":"lfsFile","value":{"path":"new.bin","oldPath":"old.bin"}}
                {"key":"copyFile","value":{"path":"x","srcPath":"y","srcRevision":"v1"}}
                {"key":"deletedFile","value":{"path":"d"}}
                {"key":"deletedFolder","value":{"path":"e/"}}
                """.formatted(OID, OID));
        assertEquals(new CommitLine.Header("title", "more", Optional.of("0123456789")), lines.get(0));
        CommitLine.SmallFile file = (CommitLine.SmallFile) lines.get(1);
        assertEquals("a/b.txt", file.path());
        assertArrayEquals(new byte[] {'h', 'i'}, file.content());
        assertEquals("c", ((CommitLine.SmallFile) lines.get(2)).path());
        assertEquals(0, ((CommitLine.SmallFile) lines.get(2)).content().length);
        assertEquals(new CommitLine.LargeFile("m.bin", OID, Optional.of(12L)), lines.get(3));
        assertEquals(new CommitLine.LargeFile("n.bin", OID, Optional.empty()), lines.get(4));
        assertEquals(new CommitLine.Copy("new.bin", "old.bin", Optional.empty(), true), lines.get(5));
        assertEquals(new CommitLine.Copy("x", "y", Optional.of("v1"), false), lines.get(6));
        assertEquals(new CommitLine.DeletedFile("d"), lines.get(7));
        assertEquals(new CommitLine.DeletedFolder("e"), lines.get(8));
        assertEquals(9, lines.size());
    }

    @Test
    void whatNobodyAsksForIsPassedOver() throws IOException {
        List<CommitLine> lines =
                read("{\"key\":\"header\",\"more\":[1,{\"a\":2}],\"value\":{\"summary\":\"s\",\"x\":{\"y\":[1]},"
                        + "\"z\":null,\"b\":true}}");
        assertEquals(List.of(new CommitLine.Header("s", "", Optional.empty())), lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n\n",
                "nonsense",
                "[]",
                "3",
                "{\"key\":\"file\",\"value\":{}}",
                "{\"key\":\"header\"}",
                "{\"key\":\"header\",\"value\":7}",
                "{\"key\":\"header\",\"value\":{\"summary\":\"s\"}",
                "{\"key\":\"header\",\"key\":\"header\",\"value\":{}}",
                "{\"key\":\"header\",\"value\":{\"parentCommit\":\"main\"}}",
                "{\"key\":\"header\",\"value\":{\"parentCommit\":\"../../etc\"}}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}"
            })
    void aBodyThatDoesNotBeginWithAHeaderIsRefused(String body) {
        assertRefused(Problem.VALIDATION_ERROR, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"header\",\"value\":{\"summary\":\"again\"}}",
                "{\"key\":\"nope\",\"value\":{\"path\":\"a\"}}",
                "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"encoding\":\"base64\"}}",
                "{\"key\":\"file\",\"value\":{\"content\":\"aGk=\",\"encoding\":\"base64\"}}",
                "{\"key\":\"file\",\"value\":{\"content\":\"aGk=\",\"path\":\"a\"}}",
                "{\"key\":\"file\",\"value\":{\"content\":\"hi\",\"path\":\"a\",\"encoding\":\"utf-8\"}}",
                "{\"key\":\"file\",\"value\":{\"content\":\"*not base64*\",\"path\":\"a\",\"encoding\":\"base64\"}}",
                "{\"key\":\"file\",\"value\":{\"content\":7,\"path\":\"a\",\"encoding\":\"base64\"}}",
                "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\"}}",
                "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"../../x\"}}",
                "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"AB\"}}",
                "{\"key\":\"deletedFile\",\"value\":{}}",
                "{\"key\":\"deletedFile\",\"value\":[\"a\"]}",
                "{\"key\":\"copyFile\",\"value\":{\"path\":\"a\"}}",
                "\"text\"",
                "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a\"}",
                "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a\",\"path\":\"b\"}}"
            })
    void aLineThatSaysTooLittleOrNonsenseIsRefused(String line) {
        assertRefused(Problem.VALIDATION_ERROR, HEADER + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../a",
                "a/../b",
                "//a",
                "a//b",
                "C:/x",
                "a\\\\b",
                "a/./b",
                "/",
                "a\\u0000b",
                "a\\u202eb",
                "\\ud800"
            })
    void pathsThatCannotBeKeptAreRefused(String path) {
        assertRefused(
                Problem.VALIDATION_ERROR, HEADER + "{\"key\":\"deletedFile\",\"value\":{\"path\":\"" + path + "\"}}");
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "1e3", "\"x\"", "99999999999999999999"})
    void aSizeIsAWholeNumber(String size) throws IOException {
        String line = "{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"" + OID + "\",\"size\":" + size + "}}";
        if (size.contains(".") || size.contains("e")) {
            assertEquals(
                    Optional.empty(),
                    ((CommitLine.LargeFile) read(HEADER + line).get(1)).size(),
                    "it tells no size");
        } else {
            assertRefused(Problem.VALIDATION_ERROR, HEADER + line);
        }
    }

    @Test
    void smallFilesAreSmall() throws IOException {
        byte[] content = new byte[(int) LargeFiles.LARGE];
        CommitLine.SmallFile file =
                (CommitLine.SmallFile) read(HEADER + file(content)).get(1);
        assertEquals(LargeFiles.LARGE, file.content().length);
        assertRefused(Problem.TOO_LARGE, HEADER + file(new byte[content.length + 1]));
    }

    private static String file(byte[] content) {
        return "{\"key\":\"file\",\"value\":{\"content\":\""
                + Base64.getEncoder().encodeToString(content) + "\",\"path\":\"a\",\"encoding\":\"base64\"}}";
    }

    @Test
    void textsAreShort() {
        String title = "x".repeat(CommitReader.LONGEST_TITLE + 1);
        assertRefused(Problem.VALIDATION_ERROR, "{\"key\":\"header\",\"value\":{\"summary\":\"" + title + "\"}}");
        String path = "x".repeat(200_000);
        assertRefused(
                Problem.VALIDATION_ERROR, HEADER + "{\"key\":\"deletedFile\",\"value\":{\"path\":\"" + path + "\"}}");
    }

    @Test
    void thereAreOnlySoManyChanges() throws IOException {
        String line = "{\"key\":\"deletedFile\",\"value\":{\"path\":\"a\"}}\n";
        assertEquals(
                CommitReader.MOST_CHANGES + 1,
                read(HEADER + line.repeat(CommitReader.MOST_CHANGES)).size());
        assertRefused(Problem.TOO_LARGE, HEADER + line.repeat(CommitReader.MOST_CHANGES + 1));
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                java.util.Arrays.fill(bytes, offset, offset + length, (byte) ' ');
                return length;
            }
        };
        InputStream body =
                new SequenceInputStream(new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.UTF_8)), endless);
        DockException refusal = assertThrows(DockException.class, () -> read(body));
        assertEquals(Problem.TOO_LARGE, refusal.problem());
    }

    private static void assertRefused(Problem problem, String body) {
        DockException refusal = assertThrows(DockException.class, () -> read(body));
        assertEquals(problem, refusal.problem(), refusal::getMessage);
        assertTrue(refusal.getMessage().length() < 700, refusal::getMessage);
        assertTrue(refusal.getMessage().chars().noneMatch(Character::isISOControl), refusal::getMessage);
    }

    private static List<CommitLine> read(String body) throws IOException {
        return read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<CommitLine> read(InputStream body) throws IOException {
        List<CommitLine> lines = new ArrayList<>();
        try (CommitReader reader = new CommitReader(body)) {
            for (Optional<CommitLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
