package dev.modeldock.server.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.remote.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceFieldsTest {
    private final SourceFields fields = new SourceFields(Json.typed("""
            {"id": "hub", "fields": {"properties": {
              "repo_id": {"type": "string", "description": "which"},
              "file": {"type": "string", "format": "binary"},
              "depth": {"type": "number", "default": 3},
              "dry_run": {"type": "boolean"},
              "include": {"type": ["array", "string"]},
              "url": {"type": "string"}}}}"""));

    @Test
    void eachFieldIsAnOption() {
        SourceFields.Wanted wanted = fields.read(List.of(
                "--repo-id",
                "007",
                "--file=/tmp/x.zip",
                "--depth",
                "4",
                "--dry-run",
                "--include",
                "a, b",
                "--include=c"));
        assertEquals(
                "{\"repo_id\":\"007\",\"depth\":4,\"dry_run\":true,\"include\":[\"a\",\"b\",\"c\"]}",
                wanted.body().toString());
        assertEquals(Map.of("file", Path.of("/tmp/x.zip")), wanted.files());
        assertEquals(
                "{\"dry_run\":false}",
                fields.read(List.of("--dry-run", "false")).body().toString());
    }

    @Test
    void aFieldThatIsCalledAsAnOptionOfOursIsSet() {
        SourceFields.Wanted wanted = fields.read(List.of());
        fields.set(wanted, "url=https://models.example.org/?a=b");
        assertEquals(
                "{\"url\":\"https://models.example.org/?a=b\"}", wanted.body().toString());
    }

    @Test
    void whatItDoesNotKnowIsRefusedWithWhatItKnows() {
        for (List<String> words : List.of(List.of("--repoid", "x"), List.of("--repo-id"), List.of("word"))) {
            CommandFailure no = assertThrows(CommandFailure.class, () -> fields.read(words));
            assertTrue(no.getMessage().contains("It takes --repo-id, --file, --depth"), no.getMessage());
        }
        CommandFailure no = assertThrows(CommandFailure.class, () -> fields.read(List.of("--repoid", "x")));
        assertTrue(no.getMessage().contains("the nearest is --repo-id"), no.getMessage());
    }

    @Test
    void helpTellsKindsAndDefaults() {
        List<String> rows =
                fields.help().stream().map(row -> row[0] + " " + row[1]).toList();
        assertTrue(rows.contains("--repo-id <text> which"), rows::toString);
        assertTrue(rows.contains("--depth <number>  (3)"), rows::toString);
        assertTrue(rows.contains("--file <file> "), rows::toString);
    }
}
