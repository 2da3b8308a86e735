package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.process.Command;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.actions.specs.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes ready what a command is to find: its spec, its data, the place for its results. */
final class RunPreparation {
    private static final long LOG_BYTES = 16 << 20;

    private final RunPlaces places;
    private final RunInputs inputs;
    private final TrainableModels models;
    private final ActionSpecs specs;

    RunPreparation(RunPlaces places, RunInputs inputs, TrainableModels models, ActionSpecs specs) {
        this.places = places;
        this.inputs = inputs;
        this.models = models;
        this.specs = specs;
    }

    /** @param resumed whether it goes on from results that are there */
    Command command(ActionJob action, ActionPlan plan, ActionPack pack, boolean resumed) throws IOException {
        String id = action.job().id();
        Path results = Files.createDirectories(places.results(id));
        Path data = Files.createDirectories(places.inputs(id));
        Map<String, String> values = new HashMap<>();
        values.put("action", action.action());
        values.put("job", id);
        values.put("model", action.handler());
        values.put("results", results.toString());
        values.put("spec", spec(action, plan, pack, data).toString());
        values.put("resume", resumed ? results.toString() : "");
        values.put(
                "parent",
                action.parent().map(parent -> places.results(parent).toString()).orElse(""));
        if (plan.isDataset()) {
            String dataset = inputs.dataset(action.handler(), data).toString();
            Stream.of("train", "eval", "inference").forEach(use -> values.put("dataset." + use, dataset));
            values.put("ptm", "");
        } else {
            model(action, data, values);
        }
        return new Command(CommandLine.of(pack.command(), values), environment(pack), pack.folder(), LOG_BYTES);
    }

    private void model(ActionJob action, Path data, Map<String, String> values) throws IOException {
        ModelSettings settings =
                models.find(action.handler()).map(TrainableModel::settings).orElseThrow();
        values.put("dataset.train", datasets(settings.of(Role.TRAIN), data));
        values.put("dataset.eval", datasets(settings.of(Role.EVAL), data));
        values.put("dataset.inference", datasets(settings.of(Role.INFERENCE), data));
        values.put("ptm", "");
        for (String ptm : settings.of(Role.PTM)) {
            Optional<TrainableModel> model = models.find(ptm).filter(models::hasVersion);
            if (model.isPresent()) {
                values.put("ptm", inputs.model(model.get(), data).toString());
                return;
            }
        }
    }

    /** Several are told with commas between. */
    private String datasets(List<String> ids, Path data) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String id : ids) {
            all.append(all.isEmpty() ? "" : ",").append(inputs.dataset(id, data));
        }
        return all.toString();
    }

    private Path spec(ActionJob action, ActionPlan plan, ActionPack pack, Path data) throws IOException {
        Topic topic = plan.topic(action.action());
        ObjectNode spec = specs.find(action.handler(), action.action()).orElseGet(() -> specs.usual(topic));
        return switch (pack.spec()) {
            case JSON -> Files.writeString(data.resolve("spec.json"), SpecText.json(spec));
            case YAML -> Files.writeString(data.resolve("spec.yaml"), SpecText.yaml(spec));
            case PROTOBUF -> Files.writeString(data.resolve("spec.txt"), SpecText.protobuf(spec));
        };
    }

    private static Map<String, String> environment(ActionPack pack) {
        Map<String, String> environment = new HashMap<>();
        Stream.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
                .filter(name -> System.getenv(name) != null)
                .forEach(name -> environment.put(name, System.getenv(name)));
        environment.putAll(pack.environment());
        return environment;
    }
}
