package dev.modeldock.server.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** {@code datasets}: the user's datasets, or one with its jobs. */
public final class DatasetsCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "datasets",
                        "List your datasets, or show one with what can be done with it and its jobs.",
                        "modeldock datasets --type object_detection",
                        "modeldock datasets 0a1b2c3d-… --json")
                .addPositional(Words.maybe(0, "<dataset>", "the id of one"))
                .addOption(Words.text("--type", "<type>", "only those of one type, as image_classification"))
                .addOption(Words.text("--name", "<name>", "only those of this name"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        RemoteDock dock = RemoteDock.of(call);
        UserPaths mine = UserPaths.of(dock);
        boolean one = call.maybe(0).isPresent();
        JsonNode answer = one
                ? dock.get(mine.dataset(call.word(0)))
                : dock.get(mine.datasets()
                        + Paths.query(
                                "type", call.text("--type").orElse(""),
                                "name", call.text("--name").orElse("")));
        if (call.json()) {
            call.screen().line(answer.toString());
        } else if (one) {
            show(call.screen(), answer);
        } else {
            list(call.screen(), answer);
        }
        return ExitCode.OK;
    }

    private static void list(Screen screen, JsonNode datasets) {
        if (datasets.isEmpty()) {
            screen.hint("There are no such datasets.");
        }
        Table table = new Table("DATASET", "NAME", "TYPE", "FORMAT", "CHANGED");
        for (JsonNode dataset : datasets) {
            table.add(
                    dataset.path("id").asText(),
                    Screen.plain(dataset.path("name").asText()),
                    dataset.path("type").asText(),
                    dataset.path("format").asText(),
                    dataset.path("last_modified").asText());
        }
        table.print(screen);
    }

    private static void show(Screen screen, JsonNode dataset) {
        for (String field : List.of("id", "name", "description", "type", "format", "last_modified")) {
            if (!dataset.path(field).asText().isEmpty()) {
                screen.line(String.format(
                        Locale.ROOT,
                        "%-14s %s",
                        field,
                        Screen.plain(dataset.path(field).asText())));
            }
        }
        List<String> actions = new ArrayList<>();
        dataset.path("actions").forEach(action -> actions.add(action.asText()));
        screen.line(String.format(Locale.ROOT, "%-14s %s", "actions", String.join(", ", actions)));
        Table jobs = new Table("JOB", "ACTION", "STATE", "MADE");
        for (JsonNode job : dataset.path("jobs")) {
            jobs.add(
                    job.path("id").asText(),
                    job.path("action").asText(),
                    screen.painted(job.path("status").asText()),
                    job.path("created_on").asText());
        }
        if (!dataset.path("jobs").isEmpty()) {
            screen.line("");
        }
        jobs.print(screen);
    }
}
