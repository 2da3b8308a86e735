package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.Callable;

/** Tells how many labels are wrong, and corrects them if that is asked for. */
final class Validation {
    private static final double BEARABLE = 5;
    private static final int MOST_CLASSES = 1000;
    private static final String CORRECTED_FILES = "corrected_kitti_files";

    private final ServiceRun run;
    private final LabelSource source;

    Validation(ServiceRun run, LabelSource source) {
        this.run = run;
        this.source = source;
    }

    private record Looked(LabelledImage image, List<String> corrected) {}

    void perform() throws ActionException, IOException, InterruptedException {
        boolean correct = run.spec().flag("apply_correction", true);
        try (Findings findings = new Findings(run.task().work());
                DataFiles files = new DataFiles(run.results(), source, false);
                Correction correction = correct ? correction() : new NoCorrection()) {
            InOrder.each(
                    source.images(),
                    run.threads(),
                    (Callable<LabelledImage> each) -> {
                        LabelledImage image = each.call();
                        return new Looked(image, correction.of(image));
                    },
                    (any, looked) -> {
                        run.context().check();
                        findings.take(looked.image());
                        files.take(looked.image());
                        correction.take(looked.corrected());
                    });
            correction.finish();
            files.end(run.context()::log);
            tell(findings);
        }
    }

    private Correction correction() throws IOException {
        return source instanceof CocoSource coco
                ? new CocoCorrection(run.results(), run.task().work(), coco)
                : new KittiCorrection(run.results().resolve(CORRECTED_FILES));
    }

    private void tell(Findings findings) throws ActionException {
        long all = findings.all();
        if (all == 0) {
            throw new ActionException("There is no label to validate: " + source.size()
                    + " images, and nothing is said of any that is a row of a label.");
        }
        long invalid = findings.invalid().total();
        double percent = percent(invalid, all);
        run.context().log("Number of total annotations : " + all);
        run.context().log("Number of invalid annotations : " + invalid);
        String share = "Number of invalid annotations are " + PythonNumber.text(percent) + "% of total annotations";
        run.context()
                .log(
                        percent > BEARABLE
                                ? "WARNING: " + share + ", It is advisable to correct the data before training."
                                : share + ".");
        tell("out of bound coordinates", findings.outOfBox().total(), all);
        tell("inverted coordinates", findings.inverted().total(), all);
        balance(findings.objects());
    }

    private void tell(String what, long many, long all) {
        run.context()
                .log("Number and Percent of annotations with " + what + " " + many + ", "
                        + PythonNumber.text(percent(many, all)) + "%");
    }

    private void balance(Tally<String> objects) {
        run.context().log("Review below table to find if data for object tags is imbalanced");
        run.context().log("Object_tags Percentage");
        objects.byCount().stream()
                .limit(MOST_CLASSES)
                .forEach(each -> run.context()
                        .log(each.key() + " " + PythonNumber.text((double) each.count() / objects.total() * 100)));
        if (objects.size() > MOST_CLASSES) {
            run.context().log("… and " + (objects.size() - MOST_CLASSES) + " more.");
        }
    }

    /** As Python rounds: the number that there really is, not its text. */
    private static double percent(long part, long whole) {
        return new BigDecimal((double) part / whole * 100)
                .setScale(2, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** Where nothing is to be corrected. */
    private static final class NoCorrection implements Correction {
        @Override
        public List<String> of(LabelledImage image) {
            return List.of();
        }

        @Override
        public void take(List<String> made) {
            // There is nothing.
        }

        @Override
        public void finish() {
            // There is nothing.
        }

        @Override
        public void close() {
            // There is nothing.
        }
    }
}
