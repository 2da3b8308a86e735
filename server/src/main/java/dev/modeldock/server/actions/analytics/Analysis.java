package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.FewLines;
import dev.modeldock.server.actions.Fonts;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;

/** Tables, graphs and images with boxes. */
final class Analysis {
    private static final int POINTS_PER_INCH = 72;
    private static final int MOST_INCHES = 40;
    private static final int USUAL_INCHES = 15;
    private static final int MOST_SHOWN = 100;
    private static final int MOST_SHOWN_OF_ALL = 1000;
    private static final int USUAL_SAMPLE = 100;
    private static final String IMAGES = "image_with_bounding_boxes";

    private final ServiceRun run;
    private final LabelSource source;
    private final BitSet sample;
    private final BoxPainter painter;
    private final boolean graphs;
    private final FewLines notDrawn;
    private int number;

    Analysis(ServiceRun run, LabelSource source) throws ActionException {
        this.run = run;
        this.source = source;
        this.graphs = run.spec().flag("graph.generate_summary_and_graph", true);
        this.sample = sample();
        this.painter =
                new BoxPainter(run.data().resolve("images"), run.results().resolve(IMAGES));
        this.notDrawn = new FewLines(run.context()::log);
    }

    private BitSet sample() throws ActionException {
        int many = run.spec().integer("image.sample_size", USUAL_SAMPLE, 0, Integer.MAX_VALUE);
        if (!run.spec().flag("image.generate_image_with_bounding_box", false)) {
            return new BitSet();
        }
        if (!source.hasImages()) {
            run.context().log("No images with boxes are drawn: the dataset has no images.");
            return new BitSet();
        }
        return Sample.of((int) source.size(), many);
    }

    void perform(boolean kitti) throws ActionException, IOException, InterruptedException {
        PagePainter pages = new PagePainter(inches("graph.width"), inches("graph.height"));
        boolean all = run.spec().flag("graph.show_all", false);
        if (graphs || !sample.isEmpty()) {
            Fonts.require();
        }
        try (Findings findings = new Findings(run.task().work())) {
            look(findings);
            if (graphs) {
                show(findings, kitti, pages, all ? MOST_SHOWN_OF_ALL : MOST_SHOWN);
            }
        }
    }

    private int inches(String path) throws ActionException {
        return run.spec().integer(path, USUAL_INCHES, 1, MOST_INCHES) * POINTS_PER_INCH;
    }

    /** What is drawn is drawn by the threads that read. */
    private record Looked(LabelledImage image, boolean drawn) {}

    private void look(Findings findings) throws ActionException, IOException, InterruptedException {
        try (DataFiles files = new DataFiles(run.results(), source, graphs)) {
            InOrder.each(numbered(), run.threads(), Numbered::read, (any, looked) -> {
                run.context().check();
                findings.take(looked.image());
                files.take(looked.image());
                if (!looked.drawn()) {
                    notDrawn.say(
                            "images/" + looked.image().image() + " cannot be drawn on: it is missing, or broken, or"
                                    + " too large for the memory there is.");
                }
            });
            notDrawn.end();
            files.end(run.context()::log);
        }
        if (findings.all() == 0) {
            throw new ActionException("There is no label to analyse: " + source.size()
                    + " images, and nothing is said of any that is a row of a label.");
        }
    }

    private java.util.Iterator<Numbered> numbered() {
        java.util.Iterator<Callable<LabelledImage>> images = source.images();
        return new java.util.Iterator<>() {
            @Override
            public boolean hasNext() {
                return images.hasNext();
            }

            @Override
            public Numbered next() {
                return new Numbered(images.next(), sample.get(number++));
            }
        };
    }

    private final class Numbered {
        private final Callable<LabelledImage> image;
        private final boolean chosen;

        Numbered(Callable<LabelledImage> image, boolean chosen) {
            this.image = image;
            this.chosen = chosen;
        }

        Looked read() throws Exception {
            LabelledImage read = image.call();
            boolean wanted = chosen && read.image() != null;
            return new Looked(read, !wanted || painter.draw(read.image(), read.rows()));
        }
    }

    private void show(Findings findings, boolean kitti, PagePainter painter, int most) throws IOException {
        Topics topics = new Topics(findings, most);
        List<Topic> all = new ArrayList<>(List.of(topics.objects(), topics.areas()));
        if (findings.sizes().total() > 0) {
            all.add(topics.images());
        }
        if (kitti) {
            all.add(topics.occlusion());
            all.add(topics.truncation());
        }
        all.add(topics.invalid());
        Path directory = Files.createDirectories(run.results().resolve("graphs"));
        GraphFiles graphs = new GraphFiles(directory, painter);
        for (Topic topic : all) {
            run.context().check();
            graphs.write(topic.name(), topic.pages());
            for (Table table : topic.tables()) {
                CsvFile.write(run.results().resolve("tables").resolve(table.name() + ".csv"), table);
            }
        }
    }
}
