package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.automl.Search;
import dev.modeldock.actions.automl.SearchSettings;
import dev.modeldock.actions.automl.SearchSpace;
import dev.modeldock.actions.specs.SpecText;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes ready what an action is to find: its spec, its data, the place for its results. */
final class RunPreparation {
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

    /**
     * What an action is begun with.
     *
     * @param start of one that was cut off: what it reads is left as it is
     * @param card that it has to itself, if it wanted one
     */
    record Beginning(ActionTask.Start start, OptionalInt card, JobContext context) {}

    ActionTask task(ActionJob action, ActionPlan plan, Beginning beginning) throws IOException {
        String id = action.job().id();
        Path results = Files.createDirectories(places.results(id));
        Path data = places.inputs(id);
        if (beginning.start() != ActionTask.Start.CUT_OFF || !Files.exists(places.ready(id))) {
            Files.deleteIfExists(places.ready(id));
            DirectoryTree.delete(data);
        }
        Files.createDirectories(data);
        Data into = new Data(data, beginning.context()::check);
        Optional<ModelSettings> settings = plan.isDataset() ? Optional.empty() : Optional.of(settings(action));
        String key = settings.map(ModelSettings::encryptionKey).orElse("");
        ObjectNode spec = spec(action, plan);
        beginning.card().ifPresent(mine -> GpuWish.of(spec).requireOne());
        ActionTask.Inputs read = settings.isPresent() ? model(action, settings.get(), into) : dataset(action, into);
        if (!Files.exists(places.ready(id))) {
            Files.write(places.ready(id), new byte[0]);
        }
        return new ActionTask(
                id,
                new ActionTask.Subject(action.handler(), plan.kind(), plan.format(), action.action(), key),
                SpecText.json(spec),
                beginning.start(),
                results,
                places.run(id),
                read,
                beginning.card());
    }

    /** Where what it reads is put, and what is asked meanwhile. */
    private record Data(Path directory, Runnable check) {}

    /** The search that a training is. */
    Search search(ActionJob action, ActionPlan plan) {
        ObjectNode schema = specs.schema(action.handler(), plan.topic(action.action()));
        try {
            SearchSettings search = SearchSettings.of(settings(action).automl());
            SearchSpace space = SearchSpace.of(schema, search.add(), search.remove());
            return new Search(
                    search, space, spec(action, plan), action.job().id().hashCode());
        } catch (ActionException e) {
            throw new DockException(Problem.CONFLICT, e.getMessage(), e);
        }
    }

    private ModelSettings settings(ActionJob action) {
        return models.find(action.handler())
                .map(TrainableModel::settings)
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "The job's model was deleted."));
    }

    /** What was saved, else the default of the schema. */
    private ObjectNode spec(ActionJob action, ActionPlan plan) {
        return specs.find(action.handler(), action.action())
                .orElseGet(() -> specs.usual(action.handler(), plan.topic(action.action())));
    }

    private ActionTask.Inputs dataset(ActionJob action, Data data) throws IOException {
        List<Path> dataset = List.of(inputs.dataset(action.handler(), data.directory(), data.check()));
        return new ActionTask.Inputs(dataset, dataset, dataset, dataset, List.of(), parent(action));
    }

    private ActionTask.Inputs model(ActionJob action, ModelSettings settings, Data data) throws IOException {
        return new ActionTask.Inputs(
                datasets(settings.of(Role.TRAIN), data),
                datasets(settings.of(Role.EVAL), data),
                datasets(settings.of(Role.INFERENCE), data),
                datasets(settings.of(Role.CALIBRATION), data),
                pretrained(settings.of(Role.PTM), data),
                parent(action));
    }

    private Optional<Path> parent(ActionJob action) {
        return action.parent().map(places::results).map(RunPreparation::best);
    }

    /** Of a search, the best that it found. */
    private static Path best(Path results) {
        Path best = results.resolve(AutomlRun.BEST);
        return Files.isDirectory(best, LinkOption.NOFOLLOW_LINKS) ? best : results;
    }

    private List<Path> datasets(List<String> ids, Data data) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String id : ids) {
            all.add(inputs.dataset(id, data.directory(), data.check()));
        }
        return all;
    }

    private List<Path> pretrained(List<String> ids, Data data) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String id : ids) {
            Optional<TrainableModel> model = models.find(id).filter(models::hasVersion);
            if (model.isPresent()) {
                all.add(inputs.model(model.get(), data.directory(), data.check()));
            }
        }
        return all;
    }
}
