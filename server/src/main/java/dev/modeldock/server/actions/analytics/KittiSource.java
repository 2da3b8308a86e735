package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.analytics.KittiPairs.Pair;
import dev.modeldock.server.actions.labels.FileNames;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.labels.PythonNumber;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Label files with the images that belong to them; label files alone where there is no image at all. */
final class KittiSource implements LabelSource {
    private static final String DIRECTORY = "labels/";

    private final Path images;
    private final Path labels;
    private final List<Pair> pairs;
    private final KittiRows rows;

    private KittiSource(Path data, List<Pair> pairs, KittiRows rows) {
        this.images = data.resolve("images");
        this.labels = data.resolve("labels");
        this.pairs = pairs;
        this.rows = rows;
    }

    static KittiSource of(ServiceRun run) throws ActionException, IOException {
        Path data = run.data();
        Runnable check = run.context()::check;
        List<String> images = FileNames.imagesBelow(data.resolve("images"), check);
        List<String> labels = FileNames.labelsBelow(data.resolve("labels"), check);
        List<Pair> pairs = images.isEmpty()
                ? labels.stream().map(label -> new Pair(label, null)).toList()
                : KittiPairs.of(images, labels);
        if (pairs.isEmpty()) {
            throw new ActionException("There are " + images.size() + " images and " + labels.size()
                    + " label files, and none of them belong together; expected is labels/a.txt for images/a.jpg.");
        }
        return new KittiSource(data, pairs, new KittiRows(!images.isEmpty()));
    }

    @Override
    public long size() {
        return pairs.size();
    }

    @Override
    public long boxless() {
        return 0;
    }

    @Override
    public boolean hasImages() {
        return rows.withImages();
    }

    @Override
    public Iterator<Callable<LabelledImage>> images() {
        Iterator<Pair> each = pairs.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Callable<LabelledImage> next() {
                Pair pair = each.next();
                return () -> read(pair);
            }
        };
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public List<String> columnsOfInvalid() {
        return rows.columnsOfInvalid();
    }

    private LabelledImage read(Pair pair) throws ActionException, IOException {
        List<String> strange = new ArrayList<>();
        List<ObjectRow> found = new ArrayList<>();
        Frame frame = null;
        if (pair.image() != null) {
            Optional<Size> size = ImageFiles.size(images.resolve(pair.image()));
            if (size.isEmpty()) {
                strange.add("images/" + pair.image());
                return new LabelledImage(pair.label(), null, null, found, strange, Optional.empty());
            }
            frame = new Frame(PythonNumber.of((double) size.get().width()), PythonNumber.of((double)
                    size.get().height()));
        }
        KittiFile file = KittiFile.read(labels.resolve(pair.label()), DIRECTORY + pair.label());
        file.fault().ifPresent(any -> strange.add(file.name()));
        for (KittiFile.Line line : file.lines()) {
            Optional<ObjectRow> row = rows.read(line.row(), new KittiRows.Place(pair, frame));
            row.ifPresentOrElse(found::add, () -> strange.add(file.name() + " " + line.number()));
        }
        return new LabelledImage(pair.label(), pair.image(), frame, found, strange, Optional.empty());
    }

    @Override
    public void close() {
        // Nothing is held but names.
    }
}
