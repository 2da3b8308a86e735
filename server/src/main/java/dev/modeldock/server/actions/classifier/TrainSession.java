package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.server.actions.classifier.Training.Pace;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.server.actions.classifier.net.Team;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A training whose images are read: epoch by epoch, with a checkpoint after each.
 *
 * @param origin of weights to begin with
 */
record TrainSession(ClassifierRun run, Settings settings, TrainingData data, Optional<CheckpointFile> origin) {
    /**
     * Train to the end.
     *
     * @param blank what is known of the network before
     * @return what the status says in the end
     */
    String train(Head blank) throws ActionException, IOException, InterruptedException {
        Pace pace = Pace.of(settings.learning(), data.parts().training().length);
        NetPlan plan = blank.plan();
        Head fresh = blank.with(
                new Head.Progress(data.hash(), Training.facts(settings, plan, pace), 0, new Head.Best(0, 0)));
        // Beside the network that learns, the one whose weights it begins with.
        long former = origin.isPresent() ? origin.get().head().plan().bytes(1) : 0;
        return run.with(plan.trainingBytes(pace.batch()) + former, () -> {
            try (Team team = new Team(run.threads(), run.context()::check)) {
                Net net = new Net(plan, new Net.Making(pace.batch(), true, team));
                Head head = new Beginning(run, fresh).fill(net, last(), origin);
                tellPlan(plan, pace);
                Training training = new Training(new Feeder(net, fresh.scaling()), data, pace, settings);
                while (head.progress().epoch() < pace.epochs()) {
                    head = epoch(training, net, head);
                }
                return finish(training, net, head);
            }
        });
    }

    private CheckpointFile last() {
        return CheckpointFile.in(run.results(), "last");
    }

    private void tellPlan(NetPlan plan, Pace pace) {
        run.context()
                .log("The network learns " + plan.parameters() + " numbers from "
                        + data.parts().training().length + " images of " + plan.size() + " x " + plan.size()
                        + " pixels in "
                        + (plan.colours() == 1 ? "grey" : "colour") + ", " + pace.epochs() + " times; "
                        + data.parts().validation().length + " images are for validation.");
    }

    private Head epoch(Training training, Net net, Head before) throws IOException {
        long begin = System.nanoTime();
        Head.Progress former = before.progress();
        int number = former.epoch() + 1;
        Judge.Figures learnt = training.epoch(number);
        Judge judge = training.validate(before);
        boolean better = judge.hasSeen()
                && (former.best().epoch() == 0
                        || judge.figures().accuracy() > former.best().accuracy());
        Head.Best best = better ? new Head.Best(number, judge.figures().accuracy()) : former.best();
        Head head = before.with(new Head.Progress(former.data(), former.settings(), number, best));
        tell(head, learnt, judge, Duration.ofNanos(System.nanoTime() - begin));
        if (better) {
            CheckpointFile.in(run.results(), "best").write(head, net);
        }
        last().write(head, net);
        return head;
    }

    /** Before the checkpoint: what is lost with a kill between them is told again, with the same figures. */
    private void tell(Head head, Judge.Figures learnt, Judge judge, Duration took) throws IOException {
        StatusFile status = run.status();
        status.figures(Figures.GRAPHICAL).put("loss", learnt.loss()).put("accuracy", learnt.accuracy());
        String validated = "";
        if (judge.hasSeen()) {
            Judge.Figures found = judge.figures();
            status.figures(Figures.GRAPHICAL).put("val_loss", found.loss()).put("val_accuracy", found.accuracy());
            status.figures(Figures.KPI).put("val_accuracy", found.accuracy());
            judge.confusion().accuracies(status.figures(Figures.CATEGORICAL).putObject("val_accuracy"));
            validated = String.format(Locale.ROOT, "; validation accuracy %.4f", found.accuracy());
        }
        int number = head.progress().epoch();
        int epochs = head.progress().settings().path("epochs").asInt();
        String message = String.format(
                Locale.ROOT,
                "Epoch %d of %d: while learning loss %.4f, accuracy %.4f%s.",
                number,
                epochs,
                learnt.loss(),
                learnt.accuracy(),
                validated);
        run.context().log(message);
        status.epoch(new StatusFile.Epoch(number, epochs, took), message);
    }

    private String finish(Training training, Net net, Head head) throws IOException {
        Judge judge = training.validate(head);
        new Export(head).write(net, run.results());
        String ended = "Training finished successfully after " + head.progress().epoch() + " epochs.";
        if (!judge.hasSeen()) {
            return ended + " No images were kept out to validate it.";
        }
        Confusion confusion = judge.confusion();
        confusion.write(run.results());
        confusion.pairs(run.status().figures(Figures.CATEGORICAL).putObject("confusion"));
        return ended
                + String.format(
                        Locale.ROOT,
                        " Validation accuracy: %.4f (%d images).",
                        confusion.accuracy(),
                        confusion.images());
    }
}
