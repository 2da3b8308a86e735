package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.Team;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run of an action of the classifier, with what it needs.
 *
 * @param fields of the spec that the classifier reads
 */
record ClassifierRun(ActionTask task, TaskSpec fields, StatusFile status, ActionContext context, HeapRoom heap) {
    /** What an action does. */
    @FunctionalInterface
    interface Work {
        /** @return what the status says in the end */
        String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException;
    }

    /** What is done with a network while memory and threads are there for it. */
    @FunctionalInterface
    interface Use<R> {
        R of(Net net) throws ActionException, IOException, InterruptedException;
    }

    Path results() {
        return task.results();
    }

    int threads() {
        return Settings.threads(fields);
    }

    private String which() {
        return fields.root().path("weights").asText("last");
    }

    /** The network of the parent job, else of the first of the pretrained models that has one. */
    Optional<CheckpointFile> origin() throws ActionException {
        String which = which();
        if (task.inputs().parent().isPresent()) {
            CheckpointFile file = CheckpointFile.in(task.inputs().parent().get(), which);
            if (!file.exists()) {
                throw new ActionException("The results of the parent job hold no weights/" + which + ".checkpoint, as"
                        + " trainings of this classifier write them"
                        + (which.equals("best")
                                ? " when they are validated; a pruning writes last alone. Set weights of the"
                                        + " spec to last."
                                : "."));
            }
            return Optional.of(file);
        }
        Optional<CheckpointFile> pretrained = task.inputs().pretrained().stream()
                .map(model -> CheckpointFile.in(model, which))
                .filter(CheckpointFile::exists)
                .findFirst();
        if (pretrained.isEmpty() && !task.inputs().pretrained().isEmpty()) {
            context.log("No ptm has a weights/" + which + ".checkpoint of this classifier, so none is of use here.");
        }
        return pretrained;
    }

    /** The same, for actions that can do nothing without. */
    CheckpointFile network() throws ActionException {
        return origin().orElseThrow(() ->
                new ActionException("There is no network to " + task.subject().action()
                        + ": name a job that has trained one as the parent, or set a ptm that was trained by this"
                        + " classifier. Those have a weights/" + which() + ".checkpoint; nets of the toolkit take an"
                        + " action pack."));
    }

    /** Work with the network of a checkpoint, without learning. */
    <R> R use(CheckpointFile file, int batch, Use<R> use) throws ActionException, IOException, InterruptedException {
        return use(file, batch, 1, use);
    }

    /** @param nets of this size, at most, that are held at once */
    <R> R use(CheckpointFile file, int batch, int nets, Use<R> use)
            throws ActionException, IOException, InterruptedException {
        Head head = file.head();
        return with(nets * head.plan().bytes(batch), () -> {
            try (Team team = new Team(threads(), context::check)) {
                Net net = new Net(head.plan(), new Net.Making(batch, false, team));
                file.load(net);
                return use.of(net);
            }
        });
    }

    /** What needs memory. */
    @FunctionalInterface
    interface Held<R> {
        R get() throws ActionException, IOException, InterruptedException;
    }

    /**
     * Do something with so much room for networks.
     *
     * @throws ActionException when so much will never be there
     */
    <R> R with(long bytes, Held<R> held) throws ActionException, IOException, InterruptedException {
        HeapRoom.Part room = room(bytes);
        try {
            return held.get();
        } finally {
            room.close();
        }
    }

    private HeapRoom.Part room(long bytes) throws ActionException, InterruptedException {
        long most = heap.most(HeapRoom.Kind.NETWORK);
        if (bytes > most) {
            throw new ActionException("The network would need " + mebibytes(bytes) + " MiB of memory, and "
                    + mebibytes(most) + " MiB of this server's heap may be used for that. Make imageSize, batchSize or"
                    + " channels smaller, or start the server with a larger -Xmx.");
        }
        boolean[] told = {false};
        return heap.take(HeapRoom.Kind.NETWORK, bytes, () -> {
            if (!told[0]) {
                context.log("Waiting until another action gives memory back.");
                told[0] = true;
            }
            context.check();
        });
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }
}
