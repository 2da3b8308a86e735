package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tour of README.md and its section on files and tools, as printed there: only the dock's address is replaced, and one
 * bash runs it all in order.
 */
class ReadmeIT {
    private static final String ERROR = "\"code\":\"";

    @TempDir
    static Path temp;

    @BeforeAll
    static void tools() {
        List.of("bash", "curl", "tar", "zip", "unzip", "split").forEach(Tools::need);
    }

    @Test
    void itWorksAsPrintedAndAgainOnTheSameData() throws IOException {
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            PrintedPage page = new PrintedPage("README.md");
            Path script =
                    PrintedPage.script(temp, page.blocks("The tour", 5) + page.blocks("Files and tools", 1), dock);
            String first = PrintedPage.run(script);
            assertPromises(first);
            assertHas(first, "\"task_status\":\"DONE\"");
            assertHas(first, "\"name\":\"local/tiny-bin\",\"outcome\":\"stored\"");
            assertHas(first, "\"name\":\"local/tiny-lora\",\"outcome\":\"stored\"");
            assertEquals(List.of(), errors(first), first);

            String second = PrintedPage.run(script);
            assertPromises(second);
            assertEquals(1, errors(second).size(), second);
            assertHas(errors(second).get(0), "\"MODEL_ALREADY_EXISTS\"");
            assertEquals(List.of(), dock.faults());
        }
    }

    private static void assertPromises(String output) {
        assertHas(output, "\"missingChunks\":[]");
        assertHas(output, "\"action\":\"IMPORT\",\"status\":\"SUCCESS\"");
        assertHas(output, "\"total\":1,\"items\":[{");
        assertHas(output, "\"name\":\"local/tiny-bert\"");
        assertHas(output, "\"model_type\": \"bert\"");
        assertHas(output, "\"response\":{\"downloadUrl\":\"");
        assertMatches(output, "(?m)^ +\\d+ .* tiny-bert/model\\.safetensors$");
        assertMatches(output, "(?m)^ +\\d+ +4 files$");
        assertHas(output, "\"name\":\"local/small-bin\"");
        assertMatches(output, "(?m)^HTTP/1\\.1 307 [^\\n]*\\n(?i:location): /v1/models/local/small-bin\\r?$");
        assertHas(output, "\"alias\":\"production\"");
        assertMatches(output, "\"freedBytes\":[1-9]");
        assertPromisesOfTools(output);
    }

    private static void assertPromisesOfTools(String output) {
        assertHas(output, "\"fileName\":\"env_variables.json\"");
        assertMatches(
                output, "\"jobType\":\"TOOLS\",\"action\":\"IMPORT\",\"status\":\"SUCCESS\".*\"outcome\":\"created\"");
        assertMatches(output, "\"name\":\"Greeter \\d+\"");
        assertHas(output, "{\"name\":\"API_KEY\",\"secure\":true,\"value\":\"********\"}");
        assertMatches(output, "(?m)^ +\\d+ .* env_variables\\.json$");
        assertMatches(output, "(?m)^ +\\d+ +3 files$");
        assertFalse(output.contains("s3cret"), output);
    }

    private static void assertHas(String output, String promised) {
        assertTrue(output.contains(promised), () -> promised + " is not in\n" + output);
    }

    private static void assertMatches(String output, String promised) {
        assertTrue(Pattern.compile(promised).matcher(output).find(), () -> promised + " is not in\n" + output);
    }

    private static List<String> errors(String output) {
        return output.lines().filter(line -> line.contains(ERROR)).toList();
    }
}
