package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.OpenDock;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of tools, read by other programs' readers. */
class ToolExportsTest {
    private static final List<String> NAMES =
            List.of("app_definition.json", "flow_definition.json", "env_variables.json");
    private static final String HI = ToolSteps.FLOW.replace("Hello", "Hi");

    @TempDir
    private Path data;

    private OpenDock open;
    private ToolSteps steps;

    @BeforeEach
    void open() throws IOException {
        open = OpenDock.over(data.resolve("dock"));
        steps = new ToolSteps(open, ToolSteps.ANNA);
    }

    @AfterEach
    void close() throws Exception {
        open.assertSettled();
        open.close();
    }

    @Test
    void itHoldsTheThreeFilesAtTheTopAndNothingElse() throws Exception {
        Tool tool = steps.created("Grüße & Co");
        ToolExport export = export(tool, steps.version(tool, 1));
        assertEquals("Grüße & Co.zip", export.fileName());
        byte[] zip = bytes(export);
        assertEquals(export.archive().length(), zip.length);
        Map<String, byte[]> files = unzip(zip);
        assertEquals(NAMES, new ArrayList<>(files.keySet()));
        assertEquals(ToolSteps.APP, text(files.get("app_definition.json")));
        assertEquals(ToolSteps.FLOW, text(files.get("flow_definition.json")));
        String env = text(files.get("env_variables.json"));
        assertTrue(env.contains("REGION") && env.contains("'eu'") && env.contains("KEY"), env);
        assertFalse(env.contains("secret-1"), env);
        assertTrue(env.matches("(?s).*'secure': true.*"), env);
        assertFalse(new String(zip, StandardCharsets.ISO_8859_1).contains("secret-1"));
    }

    @Test
    void theReadersOfOthersFindTheSame() throws Exception {
        Tool tool = steps.created("Greeter");
        byte[] zip = bytes(export(tool, steps.version(tool, 1)));
        Map<String, byte[]> streamed = unzip(zip);
        Path file = Files.write(data.resolve("greeter.zip"), zip);
        try (java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(file.toFile());
                ZipFile compress = ZipFile.builder().setPath(file).get()) {
            assertEquals(3, jdk.size());
            for (String name : NAMES) {
                assertArrayEquals(
                        streamed.get(name),
                        jdk.getInputStream(jdk.getEntry(name)).readAllBytes());
                ZipArchiveEntry entry = compress.getEntry(name);
                assertArrayEquals(
                        streamed.get(name), compress.getInputStream(entry).readAllBytes());
                assertEquals(ZipEntry.STORED, entry.getMethod());
            }
        }
    }

    @Test
    void anyPartOfItCanBeHad() throws Exception {
        Tool tool = steps.created("Greeter");
        ToolExport export = export(tool, steps.version(tool, 1));
        byte[] zip = bytes(export);
        for (int from = 0; from <= zip.length; from += 7) {
            for (int to : new int[] {from, Math.min(zip.length, from + 50), zip.length}) {
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                export.archive().write(from, to, part);
                assertArrayEquals(Arrays.copyOfRange(zip, from, to), part.toByteArray(), from + " to " + to);
            }
        }
    }

    @Test
    void importedAgainItIsTheSameAndElsewhereAnEqualOne() throws Exception {
        Tool tool = steps.created("Greeter");
        byte[] zip = bytes(export(tool, steps.version(tool, 1)));
        Map<String, byte[]> files = unzip(zip);
        String app = text(files.get(NAMES.get(0)));
        String flow = text(files.get(NAMES.get(1)));
        String env = text(files.get(NAMES.get(2)));
        assertEquals(1, steps.updated(tool, app, flow, env), "unchanged, and its secret is still there");
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(tool, 1)));
        Tool copy = steps.as(ToolSteps.BERT).created("Copy", app, flow, env);
        ToolVersion copied = steps.version(copy, 1);
        assertEquals(steps.version(tool, 1).digest(), copied.digest());
        assertEquals(Map.of(), steps.secrets(copied), "a secret does not travel");
        assertArrayEquals(zip, bytes(export(copy, copied)), "equal digests are equal bytes, whoever owns them");
        Tool other = steps.created("Other", app, HI, env);
        assertNotEquals(copied.digest(), steps.version(other, 1).digest());
    }

    @Test
    void itIsDoneWithItsFirstAnswerAndKeepsToItsVersion() throws Exception {
        Tool tool = steps.created("Greeter");
        Job job = record(tool, steps.version(tool, 1));
        assertEquals(JobState.DONE, job.state());
        assertEquals(JobKind.TOOL_EXPORT, job.kind());
        assertEquals(tool.id(), ToolJobs.toolId(job));
        assertEquals(ToolFamily.WORKFLOWS, ToolJobs.family(job));
        long used = open.dock().space().used();
        byte[] before = bytes(find(job));
        assertEquals(used, open.dock().space().used(), "nothing is written");
        steps.updated(tool, ToolSteps.APP, HI, null);
        open.restart();
        assertArrayEquals(before, bytes(find(open.dock().jobs().get(job.id()))));
        steps.tools().delete(steps.now(tool));
        assertEquals(Optional.empty(), open.dock().toolbox().exports().find(job));
    }

    private ToolExport export(Tool tool, ToolVersion version) {
        return find(record(tool, version));
    }

    private Job record(Tool tool, ToolVersion version) {
        return open.dock().toolbox().exports().export(tool, version, ToolFamily.WORKFLOWS, ToolSteps.ANNA);
    }

    private ToolExport find(Job job) {
        return open.dock().toolbox().exports().find(job).orElseThrow();
    }

    private static byte[] bytes(ToolExport export) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        export.archive().write(0, export.archive().length(), bytes);
        return bytes.toByteArray();
    }

    /** As a stream, in its order. */
    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertEquals(null, files.put(entry.getName(), in.readAllBytes()), "a name stands once");
            }
        }
        return files;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
    }
}
