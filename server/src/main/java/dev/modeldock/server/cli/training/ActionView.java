package dev.modeldock.server.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.jobs.Follower;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job that does an action: its state, its epoch, and the newest value of each metric. */
final class ActionView implements Follower.View {
    private static final int MOST_METRICS = 4;

    private final Call call;
    private final String path;
    private String last = "";
    private boolean drawn;

    ActionView(Call call, String piece, String job) {
        this.call = call;
        this.path = piece + "/job/" + Paths.escaped(job);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean hasEnded(JsonNode job) {
        String status = job.path("status").asText();
        return status.equals("Done") || status.equals("Error");
    }

    @Override
    public void show(JsonNode job) {
        String line = job.path("action").asText() + "  " + job.path("status").asText() + progress(job) + metrics(job);
        if (line.equals(last)) {
            return;
        }
        last = line;
        Screen screen = call.screen();
        if (screen.isWatched()) {
            screen.draw(line);
            drawn = true;
        } else {
            screen.hint(line);
        }
    }

    private static String progress(JsonNode job) {
        JsonNode epoch = job.path("result").path("epoch");
        JsonNode most = job.path("result").path("max_epoch");
        String eta = job.path("result").path("eta").asText("");
        return (epoch.isNumber() ? "  epoch " + epoch.asText() + (most.isNumber() ? " of " + most.asText() : "") : "")
                + (eta.isEmpty() || eta.equals("null") ? "" : "  " + eta + " left");
    }

    private static String metrics(JsonNode job) {
        List<String> shown = new ArrayList<>();
        for (JsonNode kpi : job.path("result").path("kpi")) {
            String newest = "";
            for (Map.Entry<String, JsonNode> value : kpi.path("values").properties()) {
                newest = value.getValue().asText();
            }
            if (!newest.isEmpty() && shown.size() < MOST_METRICS) {
                shown.add(kpi.path("metric").asText() + " " + newest);
            }
        }
        return shown.isEmpty() ? "" : "  " + String.join(", ", shown);
    }

    @Override
    public ExitCode end(JsonNode job) {
        boolean done = job.path("status").asText().equals("Done");
        if (!call.json()) {
            String said =
                    job.path("result").path("detailed_status").path("message").asText();
            String line = "The job " + job.path("id").asText() + " ("
                    + job.path("action").asText() + ") is " + (done ? "done" : "failed")
                    + (said.isBlank() ? "." : ": " + Screen.plain(said));
            if (done) {
                call.screen().line(line);
            } else {
                call.screen().hint(line);
            }
        }
        return done ? ExitCode.OK : ExitCode.JOB_FAILED;
    }

    @Override
    public void close() {
        if (drawn) {
            call.screen().hint("");
        }
    }
}
