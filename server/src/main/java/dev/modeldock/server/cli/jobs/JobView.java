package dev.modeldock.server.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.terminal.Progress;
import dev.modeldock.server.cli.terminal.Screen;
import java.util.Locale;
import java.util.Set;

/** A job of any kind as {@code /v1/jobs} tells it. */
final class JobView implements Follower.View {
    static final String JOBS = "/v1/jobs";

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "CANCELED");

    private final Call call;
    private final String id;
    private Progress progress;

    JobView(Call call, String id) {
        this.call = call;
        this.id = id;
    }

    @Override
    public String path() {
        return JOBS + "/" + Paths.escaped(id);
    }

    @Override
    public boolean hasEnded(JsonNode job) {
        return FINAL.contains(job.path("state").asText());
    }

    @Override
    public void show(JsonNode job) {
        if (progress == null) {
            progress = new Progress(call.screen(), Screen.plain(job.path("tag").asText()));
        }
        String state = job.path("state").asText().toLowerCase(Locale.ROOT);
        String phase = job.path("phase").asText();
        progress.show(new Progress.At(
                state.equals("running") && !phase.isEmpty() ? phase : state,
                job.path("bytesDone").asLong(),
                job.path("bytesTotal").asLong(),
                hasEnded(job) ? 0 : job.path("bytesPerSecond").asLong()));
    }

    @Override
    public ExitCode end(JsonNode job) {
        boolean done = job.path("state").asText().equals("DONE");
        if (!call.json()) {
            String why = job.path("error").path("message").asText();
            String line = "The job " + job.path("id").asText() + " ("
                    + Screen.plain(job.path("tag").asText()) + ") is "
                    + job.path("state").asText() + (why.isEmpty() ? "." : ": " + Screen.plain(why));
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
        if (progress != null) {
            progress.close();
        }
    }
}
