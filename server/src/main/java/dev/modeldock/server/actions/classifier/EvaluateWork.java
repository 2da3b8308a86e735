package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Tells how often a network is right about the images of the eval dataset. */
final class EvaluateWork implements ClassifierRun.Work {
    @Override
    public String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException {
        if (run.task().inputs().eval().isEmpty()) {
            throw new ActionException(
                    "The model has no eval_dataset; expected is one of the type image_classification.");
        }
        CheckpointFile file = run.network();
        Skipped skipped = new Skipped(run.context());
        Judge judge = run.use(file, Looking.BATCH, net -> {
            Head head = file.head();
            Judge made = new Judge(net, head);
            for (Path dataset : run.task().inputs().eval()) {
                Gathering gathering = Gathering.judging(dataset, head.classes());
                new Looking(run, head, skipped, dataset)
                        .each(
                                gathering.all(),
                                (examples, images) -> made.see(
                                        images,
                                        examples.stream()
                                                .mapToInt(Example::label)
                                                .toArray()));
            }
            return made;
        });
        return told(run, judge, skipped);
    }

    private static String told(ClassifierRun run, Judge judge, Skipped skipped) throws ActionException, IOException {
        Confusion confusion = judge.confusion();
        if (confusion.images() == 0) {
            throw new ActionException("The eval_dataset has no image that can be read." + skipped.sentence());
        }
        Judge.Figures figures = judge.figures();
        run.status().figures(Figures.KPI).put("accuracy", figures.accuracy()).put("loss", figures.loss());
        confusion.accuracies(run.status().figures(Figures.CATEGORICAL).putObject("accuracy"));
        confusion.pairs(run.status().figures(Figures.CATEGORICAL).putObject("confusion"));
        confusion.write(run.results());
        return String.format(
                        Locale.ROOT,
                        "Evaluation finished successfully: accuracy %.4f (%d images).",
                        figures.accuracy(),
                        confusion.images())
                + skipped.sentence();
    }
}
