package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.Iterator;

/** One run over all pictures: makes them on all cores, tells how it goes on, and of those that cannot be made. */
final class Augmentation {
    private static final int TELL_EVERY = 1000;

    private final ServiceRun run;
    private final Augmenter augmenter;
    private final SkippedFiles skipped;
    private long made;

    Augmentation(ServiceRun run, Augmenter augmenter, SkippedFiles skipped) {
        this.run = run;
        this.augmenter = augmenter;
        this.skipped = skipped;
    }

    /** Something that names a picture. */
    interface Named {
        /** Below {@code images}. */
        String name();
    }

    /** Takes what became of a picture. */
    @FunctionalInterface
    interface Taker<T> {
        void take(T thing, Frame frame) throws ActionException, IOException;
    }

    /** Make the pictures of all. Those that were made are handed on in their order. */
    <T extends Named> void each(Iterator<T> pictures, Taker<T> taker)
            throws ActionException, IOException, InterruptedException {
        InOrder.each(pictures, run.threads(), picture -> augmenter.make(picture.name()), (picture, result) -> {
            run.context().check();
            if (result.frame().isEmpty()) {
                skipped.add(Augmenter.IMAGES + "/" + picture.name(), result.fault());
                return;
            }
            if (augmenter.labels()) {
                augmenter.claim(result.frame().get().name());
            }
            taker.take(picture, result.frame().get());
            if (++made % TELL_EVERY == 0) {
                run.status().running("Augmented " + made + " images.");
            }
        });
        run.context().log(made + " images were made, " + skipped.count() + " were left out.");
        if (made == 0) {
            throw new ActionException(
                    "No image was made: the dataset has none that can be read" + told(skipped.count()) + ".");
        }
    }

    private static String told(long count) {
        return count == 0 ? "" : "; " + count + " were left out, for the reasons in the log";
    }
}
