package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.InOrder;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads images as a stream, some at a time, in their order. What is broken is left out.
 *
 * @param dataset of which they are
 */
record Looking(ClassifierRun run, Head head, Skipped skipped, Path dataset) {
    /** So many images are looked at by the network at once. */
    static final int BATCH = 128;

    /** Takes some images, with their pixels. */
    @FunctionalInterface
    interface Taker {
        void take(List<Example> examples, byte[][] images) throws IOException;
    }

    private record Read(byte[] pixels, String fault) {}

    void each(Iterator<Example> examples, Taker taker) throws ActionException, IOException, InterruptedException {
        List<Example> some = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        InOrder.each(examples, run.threads(), this::read, (example, read) -> {
            run.context().check();
            if (read.fault() != null) {
                skipped.add(example.shown(dataset), read.fault());
                return;
            }
            some.add(example);
            pixels.add(read.pixels());
            if (some.size() == BATCH) {
                taker.take(some, pixels.toArray(byte[][]::new));
                some.clear();
                pixels.clear();
            }
        });
        if (!some.isEmpty()) {
            taker.take(some, pixels.toArray(byte[][]::new));
        }
    }

    private Read read(Example example) {
        try {
            return new Read(
                    Picture.pixels(
                            example.file(), head.plan().size(), head.plan().colours()),
                    null);
        } catch (Picture.Broken e) {
            return new Read(null, e.getMessage());
        }
    }
}
