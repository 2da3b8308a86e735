package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while a tool is being imported: the tool is its old version or its new one, never something between. */
class ToolKillIT {
    private static final int KILLS = 4;
    private static final int LONGEST_MILLIS = 400;

    @TempDir
    Path temp;

    @Test
    void theOldVersionStaysUntilTheNewOneIsWhole() {
        Random random = new Random(4);
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            String tool = new ToolClient(dock.http()).created("Killed");
            for (int kill = 1; kill <= KILLS; kill++) {
                ToolClient tools = new ToolClient(dock.http());
                String flow = largeFlow(kill);
                Map<String, Object> files = tools.files(ToolClient.APP, flow, ToolClient.ENV);
                String status = tools.importInto(tool, files)
                        .expect(200)
                        .json()
                        .path("_id")
                        .asText();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS)));
                dock.kill9();
                dock.startAgain();
                tools = new ToolClient(dock.http());
                JsonNode now = tools.shown(tool);
                assertTrue(List.of(kill, kill + 1).contains(now.path("version").asInt()), now::toPrettyString);
                assertEquals(3, tools.exported(tool).size());
                JsonNode end = dock.imports().awaitSuccess(status);
                assertEquals(kill + 1, end.path("version").asInt(), end::toPrettyString);
                assertEquals(
                        flow, new String(tools.exported(tool).get("flow_definition.json"), StandardCharsets.UTF_8));
            }
            assertEquals(
                    KILLS + 1,
                    dock.http()
                            .get("/v1/tools/" + tool + "/versions")
                            .expect(200)
                            .json()
                            .path("total")
                            .asInt());
        }
    }

    /** Some megabytes, so that there is something to interrupt. */
    private static String largeFlow(int seed) {
        String nodes = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"id\": \"n" + i + "\", \"prompt\": \"" + "text ".repeat(40) + seed + "\"}")
                .collect(Collectors.joining(",\n"));
        return "{\"flowId\": \"flow-1\", \"nodes\": [" + nodes + "], \"edges\": []}";
    }
}
