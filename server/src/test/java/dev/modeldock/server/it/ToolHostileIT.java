package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Definitions that nobody means well with: each is refused at once, with the file and the place, and nothing changes. */
class ToolHostileIT {
    private static final int VALUES = 199_990;
    private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(10);

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ToolClient tools;
    private static String tool;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx192m").start();
        tools = new ToolClient(dock.http());
        tool = tools.created("Target");
    }

    @AfterAll
    static void stop() {
        CLIENTS.shutdown();
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("depth 10,000, lists", utf8("{\"a\": " + "[".repeat(10_000)), "/a"),
                Arguments.of("depth 10,000, objects", utf8("{\"a\":".repeat(10_000)), "/a"),
                Arguments.of(
                        "duplicate keys", utf8("{\"nodes\": [{\"id\": \"a\", \"x\": 1, \"x\": 2}]}"), "/nodes/0/x"),
                Arguments.of("invalid UTF-8", bytes("{\"a\": \"", 0xC3, 0x28, "\"}"), ""),
                Arguments.of("overlong UTF-8", bytes("{\"a\": \"", 0xC0, 0xAF, "\"}"), ""),
                Arguments.of("a lone surrogate in a value", utf8("{\"a\": {\"b\": \"\\ud800\"}}"), "/a/b"),
                Arguments.of("a lone surrogate in a name", utf8("{\"a\": {\"\\udc00\": 1}}"), "/a"),
                Arguments.of("NaN", utf8("{\"a\": [1, NaN]}"), "/a/1"),
                Arguments.of("Infinity", utf8("{\"a\": -Infinity}"), "/a"),
                Arguments.of("a list", utf8("[1, 2]"), ""),
                Arguments.of("a text", utf8("\"text\""), ""),
                Arguments.of("broken off", utf8("{\"a\": [1, 2"), "/a"),
                Arguments.of("a second value", utf8("{} {}"), ""),
                Arguments.of("a comment", utf8("{/* */}"), ""),
                Arguments.of("UTF-16", "{\"a\": 1}".getBytes(StandardCharsets.UTF_16), ""),
                Arguments.of("NUL bytes", new byte[1000], ""),
                Arguments.of("a picture", bytes("", 0x89, 0x50, "NG\r\n"), ""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String before, int first, int second, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(before));
        bytes.write(first);
        bytes.write(second);
        bytes.writeBytes(utf8(after));
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isRefusedWithItsPlace(String what, byte[] content, String path) {
        for (int which = 0; which < 3; which++) {
            String name = ToolClient.NAMES.get(which);
            Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, ToolClient.ENV);
            String field = List.copyOf(files.keySet()).get(which);
            files.put(field, tools.upload(name, content));
            assertRefused(tools.importInto(tool, files), name, path);
        }
    }

    private static void assertRefused(Answer answer, String file, String path) {
        answer.expect(400).refusal();
        JsonNode fault = answer.json().path("errors").get(0);
        assertEquals(file, fault.path("file").asText(), answer::toString);
        assertTrue(fault.path("path").isTextual(), answer::toString);
        assertTrue(fault.path("path").asText().startsWith(path), answer::toString);
        assertFalse(fault.path("msg").asText().isBlank(), answer::toString);
        assertTrue(answer.sentence().contains(file), answer::toString);
        JsonNode shown = tools.shown(tool);
        assertEquals(1, shown.path("version").asInt());
    }

    @Test
    void aTextOf100MegabytesIsRefusedInLittleMemory() {
        byte[] flow = new byte[100 << 20];
        Arrays.fill(flow, (byte) 'x');
        byte[] head = utf8("{\"nodes\": [{\"id\": \"a\", \"prompt\": \"");
        System.arraycopy(head, 0, flow, 0, head.length);
        byte[] tail = utf8("\"}]}");
        System.arraycopy(tail, 0, flow, flow.length - tail.length, tail.length);
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        files.put("flowDataFileId", throughSession(flow));
        assertRefused(tools.importInto(tool, files), "flow_definition.json", "/nodes/0/prompt");
    }

    private static String throughSession(byte[] bytes) {
        Map<String, Object> start =
                new LinkedHashMap<>(ImportClient.startBody("flow_definition.json", 4, bytes.length));
        start.put("fileContext", "bulkImport");
        ImportClient.Session session = dock.imports().start(start);
        List<byte[]> pieces = ImportClient.cut(bytes, (bytes.length + 3) / 4);
        for (int i = 0; i < pieces.size(); i++) {
            dock.imports().put(session, i, pieces.get(i)).expect(200);
        }
        return dock.imports()
                .complete(session)
                .expect(200)
                .json()
                .path("fileId")
                .asText();
    }

    @Test
    void allThreeFilesAreToldAtOnce() {
        Map<String, Object> files = tools.files("[]", "{\"a\": NaN}", "{\"x\": 1, \"x\": 2}");
        JsonNode errors = tools.importInto(tool, files).expect(400).json().path("errors");
        assertEquals(3, errors.size(), errors::toPrettyString);
        for (int i = 0; i < 3; i++) {
            assertEquals(ToolClient.NAMES.get(i), errors.get(i).path("file").asText());
        }
    }

    @Test
    void manyOfTheLargestAtOnceAreTakenInLittleMemory() throws Exception {
        String app = tools.upload("app_definition.json", largest(1));
        String flow = tools.upload("flow_definition.json", largest(2));
        Map<String, Object> files = tools.files("{}", "{}", ToolClient.ENV);
        files.put("toolDataFileId", app);
        files.put("flowDataFileId", flow);
        List<CompletableFuture<Answer>> all = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> tools.create("Large " + i, files), CLIENTS))
                .toList();
        for (CompletableFuture<Answer> each : all) {
            tools.succeeded(each.get());
        }
        String large = all.get(0).get().json().path("toolId").asText();
        files.put("flowDataFileId", tools.upload("flow_definition.json", largest(3)));
        tools.succeeded(tools.importInto(large, files));
        String difference = "/v1/tools/" + large + "/diff?from=1&to=2";
        List<CompletableFuture<Answer>> shown = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> dock.http().get(difference), CLIENTS))
                .toList();
        for (CompletableFuture<Answer> each : shown) {
            JsonNode changes = each.get().expect(200).json();
            assertEquals(10_000, changes.path("changes").size());
            assertEquals(VALUES - 10_000, changes.path("more").asInt());
        }
    }

    /** About as many values, and bytes, as a file may have. */
    private static byte[] largest(int kind) {
        return utf8(IntStream.range(0, VALUES)
                .mapToObj(i -> String.format("\"%d %070d\"", kind, i))
                .collect(Collectors.joining(",", "{\"data\":[", "]}")));
    }

    @Test
    void aRequestIsAMebibyteAtMost() {
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        files.put("padding", "x".repeat(1 << 20));
        tools.importInto(tool, files).expect(413).refusal();
        files.put("padding", "x".repeat((1 << 20) - 1_000));
        tools.succeeded(tools.importInto(tool, files));
    }

    @Test
    void aFlowHas16MebibytesAtMostAndAnEnvironmentOne() {
        for (int more = 0; more < 2; more++) {
            Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
            files.put("flowDataFileId", tools.upload("flow_definition.json", blanks((16 << 20) + more)));
            answered(more, files, "flow_definition.json");
            files.put("flowDataFileId", tools.upload("flow_definition.json", ToolClient.FLOW));
            files.put("envVariablesFileId", tools.upload("env_variables.json", blanks((1 << 20) + more)));
            answered(more, files, "env_variables.json");
        }
    }

    private static byte[] blanks(int size) {
        return utf8("{" + " ".repeat(size - 2) + "}");
    }

    private static void answered(int more, Map<String, Object> files, String name) {
        Answer answer = tools.create(name + " and " + more, files);
        if (more == 0) {
            tools.succeeded(answer);
        } else {
            assertRefused(answer, name, "");
        }
    }
}
