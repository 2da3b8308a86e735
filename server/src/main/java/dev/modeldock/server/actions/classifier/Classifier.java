package dev.modeldock.server.actions.classifier;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import dev.modeldock.spi.Spi;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does the actions on image classifiers in this process, on the CPU. A training goes on from its last epoch. */
public final class Classifier implements ActionRunner {
    private static final Set<String> KINDS = Set.of("classification_tf1", "classification_tf2", "classification_pyt");
    private static final Map<String, ClassifierRun.Work> WORKS = Map.of(
            "train", new TrainWork(),
            "retrain", new TrainWork(),
            "evaluate", new EvaluateWork(),
            "export", new ExportWork(),
            "inference", new InferenceWork(),
            "prune", new PruneWork());
    private static final Map<String, String> STARTING = Map.of(
            "train", "Starting Training Loop.",
            "retrain", "Starting Training Loop.",
            "evaluate", "Starting evaluation.",
            "export", "Starting export.",
            "inference", "Starting inference.",
            "prune", "Starting pruning.");

    @Override
    public String id() {
        return "classifier";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public boolean does(String kind, String action) {
        return KINDS.contains(kind) && WORKS.containsKey(action);
    }

    @Override
    public Optional<String> fields(String kind, String action, String format) {
        return Optional.of(Fields.of(action).schema().toString());
    }

    @Override
    public void run(ActionTask task, ActionContext context) throws ActionException, IOException, InterruptedException {
        String action = task.subject().action();
        if (!CheckpointFile.in(task.results(), "last").exists() || !action.endsWith("train")) {
            // What an earlier run has left is of no use.
            DirectoryTree.empty(task.results());
        }
        StatusFile status = new StatusFile(task.results(), Clock.systemDefaultZone());
        try {
            status.started(STARTING.get(action));
            TaskSpec spec = TaskSpec.of(task.spec());
            Fields fields = Fields.of(action);
            List<String> unread = fields.unread(task.subject(), spec);
            if (!unread.isEmpty()) {
                context.log("These fields of the spec are set, and this runner leaves them unread: "
                        + String.join(", ", unread) + ".");
            }
            ClassifierRun run = new ClassifierRun(task, fields.values(spec), status, context, HeapRoom.SHARED);
            status.success(WORKS.get(action).perform(run));
        } catch (ActionException | IOException e) {
            status.failure(e.getMessage());
            throw e;
        }
    }
}
