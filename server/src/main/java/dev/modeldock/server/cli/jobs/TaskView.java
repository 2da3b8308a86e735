package dev.modeldock.server.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Progress;
import dev.modeldock.server.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An import as {@code /v1/upload/tasks} tells it. */
public final class TaskView implements Follower.View {
    public static final String TASKS = "/v1/upload/tasks";

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "CANCELED");

    private final Call call;
    private final String id;
    private final String label;
    private Progress progress;

    public TaskView(Call call, String id) {
        this(call, id, "");
    }

    /** @param label what to call it while it comes; empty for the name that the dock says */
    public TaskView(Call call, String id, String label) {
        this.call = call;
        this.id = id;
        this.label = label;
    }

    @Override
    public String path() {
        return TASKS + "/" + Paths.escaped(id);
    }

    @Override
    public boolean hasEnded(JsonNode job) {
        return FINAL.contains(job.path("task_status").asText());
    }

    @Override
    public void show(JsonNode job) {
        if (progress == null) {
            progress = new Progress(
                    call.screen(), label.isEmpty() ? job.path("model_tag").asText() : label);
        }
        String state = job.path("task_status").asText().toLowerCase(Locale.ROOT);
        String phase = job.path("phase").asText();
        progress.show(new Progress.At(
                state.equals("running") && !phase.isEmpty() ? phase : state,
                job.path("bytes_done").asLong(),
                job.path("bytes_total").asLong(),
                hasEnded(job) ? 0 : job.path("speed").asLong()));
    }

    @Override
    public ExitCode end(JsonNode job) {
        boolean done = isDone(job);
        if (!call.json()) {
            if (done) {
                call.screen().line(outcome(job));
            } else {
                call.screen().hint(failure(job));
            }
        }
        return done ? ExitCode.OK : ExitCode.JOB_FAILED;
    }

    /** Whether it has ended well. */
    public boolean isDone(JsonNode job) {
        return job.path("task_status").asText().equals("DONE");
    }

    private static String outcome(JsonNode job) {
        List<String> models = new ArrayList<>();
        for (JsonNode model : job.path("models")) {
            String name = model.path("name").asText();
            String commit = model.path("commit").asText();
            models.add(name + (commit.isEmpty() ? "" : "@" + commit.substring(0, Math.min(12, commit.length()))));
        }
        String names = models.isEmpty() ? job.path("model_tag").asText() : String.join(", ", models);
        String moved = job.has("seconds")
                ? " (" + Amounts.bytes(job.path("bytes_moved").asLong()) + " came, "
                        + Amounts.bytes(job.path("bytes_saved").asLong()) + " were here, "
                        + job.path("seconds").asText() + " s)"
                : "";
        return names + " is here" + moved + ".";
    }

    private static String failure(JsonNode job) {
        String state = job.path("task_status").asText();
        String why = job.path("error_msg").asText();
        return "The job " + job.path("id").asText() + " of "
                + job.path("model_tag").asText() + " is " + state + (why.isEmpty() ? "." : ": " + Screen.plain(why));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
