package dev.modeldock.server.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.jobs.Follower;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code train}: jobs that do actions on a model or a dataset, one after the other. */
public final class TrainCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "train",
                        "Do actions on a model, or with --dataset on a dataset: train, evaluate, prune, export, convert …",
                        "modeldock train local/flowers --action train --set train_config.n_epochs=5 --follow",
                        "modeldock train local/flowers --action evaluate --action export --parent 1f6f2c1e-… --follow",
                        "modeldock train 0a1b2c3d-… --dataset --action analyze --follow")
                .addPositional(Words.word(0, "<model>", "namespace/name, id or UUID; with --dataset the id of one"))
                .addOption(Words.texts("--action", "<name>", "what to do; several follow each other"))
                .addOption(Words.texts(
                        "--set",
                        "<path=value>",
                        "change the spec of the action (with one --action); JSON or plain text"))
                .addOption(Words.text("--parent", "<job>", "the job whose results the first action begins with"))
                .addOption(Words.flag("--dataset", "the actions are a dataset's"))
                .addOption(Words.flag("--follow", "wait for the end of the last; 6 when one fails"));
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        List<String> actions = call.texts("--action");
        List<String> changes = call.texts("--set");
        if (actions.isEmpty()) {
            throw call.usage("train needs --action, such as --action train");
        }
        if (!changes.isEmpty() && actions.size() > 1) {
            throw call.usage("--set changes the spec of one action, and there are " + actions.size());
        }
        RemoteDock dock = RemoteDock.of(call);
        UserPaths mine = UserPaths.of(dock);
        String piece = call.has("--dataset") ? mine.dataset(call.word(0)) : mine.model(dock, call.word(0));
        if (!changes.isEmpty()) {
            change(dock, piece + "/specs/" + Paths.escaped(actions.get(0)), changes);
        }
        List<String> jobs = submitted(call, dock, piece, actions);
        return call.has("--follow") ? follow(call, dock, piece, jobs) : tell(call, jobs);
    }

    /** Lay the changes over what is saved, or over what the schema proposes, and save it. */
    private static void change(RemoteDock dock, String path, List<String> changes) throws InterruptedException {
        Optional<JsonNode> saved = dock.find(path);
        JsonNode before =
                saved.isPresent() ? saved.get() : dock.get(path + "/schema").path("default");
        ObjectNode spec = before instanceof ObjectNode object ? object : Json.object();
        SpecChanges.apply(spec, changes);
        dock.send("POST", path, spec);
    }

    private static List<String> submitted(Call call, RemoteDock dock, String piece, List<String> actions)
            throws InterruptedException {
        ObjectNode wish = Json.object();
        wish.put("job", call.text("--parent").orElse(null));
        actions.forEach(wish.putArray("actions")::add);
        List<String> jobs = new ArrayList<>();
        dock.send("POST", piece + "/job", wish).forEach(id -> jobs.add(id.asText()));
        return jobs;
    }

    private static ExitCode follow(Call call, RemoteDock dock, String piece, List<String> jobs)
            throws InterruptedException {
        for (String job : jobs) {
            ExitCode code = new Follower(call, dock).follow(new ActionView(call, piece, job));
            if (code != ExitCode.OK) {
                return code;
            }
        }
        return ExitCode.OK;
    }

    private static ExitCode tell(Call call, List<String> jobs) {
        if (call.json()) {
            ObjectNode all = Json.object();
            jobs.forEach(all.putArray("jobs")::add);
            call.screen().line(all.toString());
        } else {
            jobs.forEach(call.screen()::line);
        }
        return ExitCode.OK;
    }
}
