package dev.modeldock.server.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** {@code /v1/events} as lines, until interrupted; a connection that breaks is taken up where it was. */
final class EventLines {
    private static final int TRIES = 30;

    private final Call call;
    private final RemoteDock dock;
    private String lastId = "";
    private int failures;

    EventLines(Call call, RemoteDock dock) {
        this.call = call;
        this.dock = dock;
    }

    void follow() throws IOException, InterruptedException {
        while (true) {
            try {
                read();
            } catch (IOException broken) {
                if (++failures > TRIES) {
                    throw dock.unreachable(broken);
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void read() throws IOException, InterruptedException {
        HttpRequest.Builder request = dock.request("/v1/events?type=job").header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer = dock.open(request.build());
        if (answer.statusCode() != 200) {
            throw RemoteDock.refused(answer);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String type = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    failures = 0;
                    tell(type, Json.read(line.substring(6).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }

    private void tell(String type, JsonNode data) {
        if (!type.startsWith("job.")) {
            return;
        }
        if (call.json()) {
            ObjectNode line = Json.object().put("event", type);
            line.setAll((ObjectNode) data);
            call.screen().line(line.toString());
        } else {
            call.screen().line(shown(data));
        }
        call.screen().out().flush();
    }

    private String shown(JsonNode job) {
        String error = job.path("error").path("message").asText();
        String bytes = job.path("bytesTotal").asLong() == 0
                ? ""
                : "  " + Amounts.bytes(job.path("bytesDone").asLong()) + " of "
                        + Amounts.bytes(job.path("bytesTotal").asLong());
        return job.path("job").asText() + "  "
                + call.screen().painted(job.path("state").asText()) + "  "
                + Screen.plain(job.path("tag").asText()) + "  "
                + job.path("percent").asInt() + "%  "
                + job.path("phase").asText() + bytes + (error.isEmpty() ? "" : "  " + Screen.plain(error));
    }
}
