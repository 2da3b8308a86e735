package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.server.actions.labels.RowFiles.Row;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The images of a file of COCO annotations, in the order of the file, each with its annotations, wherever those stand in
 * the file. It is spread over files on disk first (as much as the file itself, twice for a moment), so that a file of any
 * size takes little memory: first by a hash of the image's id, so that ids become numbers, then by ranges of numbers.
 *
 * <pre>{@code
 * try (CocoByImage images = CocoByImage.of(new CocoFile(file, context::check), task.work())) {
 *     InOrder.each(images, threads, image -> …, (image, result) -> …);
 * }
 * }</pre>
 *
 * While it is iterated, an image with annotations of more than 8 MiB is an {@link UncheckedIOException} with a sentence. For
 * one thread at a time.
 */
public final class CocoByImage implements Iterator<CocoImage>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIRECTORY = "coco-by-image";
    private static final byte[] NOTHING = {};
    private static final int MOST_FILES = 128;

    private final CocoFile coco;
    private final Path directory;
    private final int files;
    private final RowFiles descriptions;
    private long images;
    private long strays;
    private CocoRanges ranges;
    private RowFiles.Reader described;
    private long next;

    private CocoByImage(CocoFile coco, Path directory, long rangeBytes) throws IOException {
        this.coco = coco;
        this.directory = directory;
        this.files = (int) Math.min(MOST_FILES, Files.size(coco.file()) / rangeBytes + 1);
        this.descriptions = new RowFiles(directory.resolve("images"), 1);
    }

    /**
     * Reads all of a file; takes time.
     *
     * @param work a directory for what is written meanwhile; what an earlier run left there goes
     * @throws ActionException as {@link CocoFile#each}, and when an image has no id, or two have the same
     */
    public static CocoByImage of(CocoFile coco, Path work) throws ActionException, IOException {
        return of(coco, work, ElementBytes.MOST);
    }

    /** @param rangeBytes how much is said of the images that are looked at together */
    static CocoByImage of(CocoFile coco, Path work, long rangeBytes) throws ActionException, IOException {
        coco.parser().close();
        Path directory = work.resolve(DIRECTORY);
        DirectoryTree.delete(directory);
        CocoByImage made = new CocoByImage(coco, Files.createDirectories(directory), rangeBytes);
        boolean well = false;
        try {
            made.spread(rangeBytes);
            well = true;
        } finally {
            if (!well) {
                made.close();
            }
        }
        return made;
    }

    /** How many images there are. */
    public long images() {
        return images;
    }

    /** How many annotations are of an image that is not there: these are left out. */
    public long strays() {
        return strays;
    }

    private void spread(long rangeBytes) throws ActionException, IOException {
        try (RowFiles ids = new RowFiles(directory.resolve("ids"), files);
                RowFiles said = new RowFiles(directory.resolve("annotations"), files)) {
            coco.each("images", image -> {
                String id = CocoIds.key(CocoIds.of(image, "id"));
                ids.write(file(id), new Row(images, id, NOTHING));
                descriptions.write(0, new Row(images, "", JSON.writeValueAsBytes(image)));
                images++;
            });
            coco.each("annotations", annotation -> {
                String id = CocoIds.key(CocoIds.of(annotation, "image_id"));
                said.write(file(id), new Row(0, id, JSON.writeValueAsBytes(annotation)));
            });
            ids.finish();
            said.finish();
            descriptions.finish();
            order(ids, said, rangeBytes);
        }
        described = images == 0 ? null : descriptions.reader(0);
    }

    private void order(RowFiles ids, RowFiles said, long rangeBytes) throws ActionException, IOException {
        ranges = new CocoRanges(directory.resolve("ranges"), files, images, rangeBytes);
        for (int file = 0; file < files; file++) {
            Map<String, Long> numbers = numbers(ids, file);
            said.drain(file, row -> {
                coco.check().run();
                Long number = numbers.get(row.key());
                if (number == null) {
                    strays++;
                } else {
                    ranges.write(new Row(number, "", row.json()));
                }
            });
        }
        ranges.finish();
    }

    private Map<String, Long> numbers(RowFiles ids, int file) throws ActionException, IOException {
        Map<String, Long> numbers = new HashMap<>();
        String[] twice = {null};
        ids.drain(file, row -> {
            coco.check().run();
            if (numbers.put(row.key(), row.place()) != null) {
                twice[0] = row.key();
            }
        });
        if (twice[0] != null) {
            throw CocoIds.twice(coco, "image", twice[0]);
        }
        return numbers;
    }

    private int file(String id) {
        return Math.floorMod(id.hashCode(), files);
    }

    @Override
    public boolean hasNext() {
        return next < images;
    }

    @Override
    public CocoImage next() {
        try {
            coco.check().run();
            long number = next++;
            return new CocoImage(number, described.next().json(), ranges.of(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what was written. */
    @Override
    public void close() throws IOException {
        next = images;
        try {
            descriptions.close();
            if (ranges != null) {
                ranges.close();
            }
            if (described != null) {
                described.close();
            }
        } finally {
            DirectoryTree.delete(directory);
        }
    }
}
