package dev.modeldock.server.actions.labels;

import dev.modeldock.server.actions.labels.RowFiles.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Annotations of images that have numbers, asked for in the order of the numbers. Each file holds a range of them; a file
 * that is too long for memory is spread over smaller ranges when its turn comes.
 */
final class CocoRanges implements AutoCloseable {
    private static final int PARTS = 64;

    private final Path directory;
    private final long most;
    /** What is to come, the nearest first. */
    private final Deque<Range> ahead = new ArrayDeque<>();

    private final RowFiles files;
    private final Spread spread;
    private int made;
    private long end;
    private Map<Long, List<byte[]>> present = Map.of();

    /** @param most how many bytes of text are in memory at once */
    CocoRanges(Path directory, int files, long images, long most) throws IOException {
        this.directory = directory;
        this.most = most;
        this.files = new RowFiles(directory, files);
        this.spread = new Spread(0, images, files);
    }

    /** Numbers from one up to, not including, another, in parts of the same length. */
    private record Spread(long from, long to, int parts) {
        int part(long number) {
            return (int) ((number - from) / step());
        }

        long step() {
            return Math.max(1, (to - from + parts - 1) / parts);
        }

        Spread at(int part) {
            return new Spread(Math.min(to, from + part * step()), Math.min(to, from + (part + 1) * step()), PARTS);
        }
    }

    /** A file of rows. */
    private record Range(RowFiles files, int file, Spread spread) {}

    void write(Row row) throws IOException {
        files.write(spread.part(row.place()), row);
    }

    void finish() throws IOException {
        finish(files, spread);
    }

    private void finish(RowFiles written, Spread over) throws IOException {
        written.finish();
        for (int part = written.count() - 1; part >= 0; part--) {
            if (over.at(part).from() < over.at(part).to()) {
                ahead.push(new Range(written, part, over.at(part)));
            }
        }
    }

    /** What is said of an image; numbers are asked for one after the other. */
    List<byte[]> of(long number) throws IOException {
        while (number >= end) {
            Range range = ahead.pop();
            if (range.files().bytes(range.file()) <= most) {
                load(range);
            } else {
                split(range);
            }
        }
        List<byte[]> found = present.remove(number);
        return found == null ? List.of() : found;
    }

    private void load(Range range) throws IOException {
        present = new HashMap<>();
        range.files()
                .drain(
                        range.file(),
                        row -> present.computeIfAbsent(row.place(), any -> new ArrayList<>())
                                .add(row.json()));
        end = range.spread().to();
    }

    private void split(Range range) throws IOException {
        Spread over = range.spread();
        if (over.to() - over.from() == 1) {
            throw new IOException("The annotations of the image at " + over.from()
                    + " (from 0) in the list of images are longer than " + most
                    + " bytes. No more can be held of one.");
        }
        try (RowFiles parts = new RowFiles(directory.resolve("parts-" + made++), PARTS)) {
            range.files().drain(range.file(), row -> parts.write(over.part(row.place()), row));
            finish(parts, over);
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
