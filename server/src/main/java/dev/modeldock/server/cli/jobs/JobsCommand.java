package dev.modeldock.server.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Listing;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.terminal.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** {@code jobs}: work of every kind, one piece of it, or everything as it happens. */
public final class JobsCommand implements Command {
    private static final int USUAL = 20;
    private static final List<String> DEEDS = List.of("cancel", "pause", "resume", "retry");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Words.remote(
                        "jobs",
                        "List jobs of every kind, newest first; show, follow, or steer one of them.",
                        "modeldock jobs --state running",
                        "modeldock jobs 1f6f2c1e-… --follow    # to its end; 6 when it fails",
                        "modeldock jobs 1f6f2c1e-… --cancel",
                        "modeldock jobs --follow               # whatever happens to any job, until Ctrl-C")
                .addPositional(Words.maybe(0, "<job>", "the id of one"))
                .addOption(Words.flag("--follow", "tell what changes, until it has ended"))
                .addOption(Words.text("--state", "<word>", "pending, running, paused, done, failed or canceled"))
                .addOption(Words.text("--source", "<id>", "only those of one source"))
                .addOption(Words.text("--kind", "<word>", "only imports, exports, actions …: as import, gpu_action"))
                .addOption(Words.number("--limit", "how many at most; 0 for all (${DEFAULT-VALUE})", USUAL));
        DEEDS.forEach(deed -> spec.addOption(Words.flag("--" + deed, deed + " the job")));
        return spec;
    }

    @Override
    public ExitCode run(Call call) throws IOException, InterruptedException {
        List<String> deeds =
                DEEDS.stream().filter(deed -> call.has("--" + deed)).toList();
        if (deeds.size() > 1 || !deeds.isEmpty() && call.maybe(0).isEmpty()) {
            throw call.usage("jobs takes one of --cancel, --pause, --resume and --retry, with the id of a job");
        }
        RemoteDock dock = RemoteDock.of(call);
        if (call.maybe(0).isPresent()) {
            return one(call, dock, deeds);
        }
        if (call.has("--follow")) {
            new EventLines(call, dock).follow();
        }
        return list(call, dock);
    }

    private static ExitCode one(Call call, RemoteDock dock, List<String> deeds) throws InterruptedException {
        // What the API of documents calls a dock status is the same job.
        JobView view = new JobView(call, call.word(0).replaceFirst("^ds-", ""));
        JsonNode job = null;
        for (String deed : deeds) {
            job = dock.send("POST", view.path() + "/" + deed, null);
        }
        if (call.has("--follow")) {
            return new Follower(call, dock).follow(view);
        }
        JsonNode shown = job == null ? dock.get(view.path()) : job;
        call.screen().line(call.json() ? shown.toString() : asText(call, shown));
        return ExitCode.OK;
    }

    private static String asText(Call call, JsonNode job) {
        StringBuilder text = new StringBuilder();
        job.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().asText().isEmpty()) {
                String value = field.getKey().equals("state")
                        ? call.screen().painted(field.getValue().asText())
                        : Screen.plain(field.getValue().asText());
                text.append(String.format(Locale.ROOT, "%-14s %s%n", field.getKey(), value));
            }
        });
        return text.toString().stripTrailing();
    }

    private static ExitCode list(Call call, RemoteDock dock) throws InterruptedException {
        String query = Paths.query(
                "state", call.text("--state").orElse(""),
                "source", call.text("--source").orElse(""),
                "kind", call.text("--kind").orElse(""));
        Listing jobs = Listing.of(dock, JobView.JOBS, query, call.number("--limit"));
        if (call.json()) {
            call.screen().line(jobs.json().toString());
            return ExitCode.OK;
        }
        if (jobs.items().isEmpty()) {
            call.screen().hint("There are no such jobs.");
        }
        Table table = new Table("JOB", "STATE", "KIND", "WHAT", "SOURCE", "PROGRESS", "MADE");
        for (JsonNode job : jobs.items()) {
            table.add(
                    job.path("id").asText(),
                    call.screen().painted(job.path("state").asText()),
                    job.path("kind").asText().toLowerCase(Locale.ROOT),
                    Screen.plain(job.path("tag").asText()),
                    job.path("source").asText().toLowerCase(Locale.ROOT),
                    progress(job),
                    Amounts.age(job.path("createdAt").asText(), Instant.now()));
        }
        table.print(call.screen());
        return ExitCode.OK;
    }

    private static String progress(JsonNode job) {
        long total = job.path("bytesTotal").asLong();
        return job.path("percent").asInt() + "%" + (total > 0 ? " of " + Amounts.bytes(total) : "");
    }
}
