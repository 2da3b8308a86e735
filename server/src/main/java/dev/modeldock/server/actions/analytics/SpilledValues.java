package dev.modeldock.server.actions.analytics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Any number of values in groups, to be described exactly: they are written to files in sorted runs when there are many.
 * For one thread at a time.
 */
final class SpilledValues implements AutoCloseable {
    private static final int HELD = 1 << 20;
    private static final int BUFFER = 8 << 10;

    private final Path work;
    private final int held;
    private final int[] groups;
    private final double[] values;
    private final List<FileChannel> files = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<Description.Sum> sums = new ArrayList<>();
    private final List<long[]> counts = new ArrayList<>();
    private int size;

    /** @param work a directory for its files */
    SpilledValues(Path work) {
        this(work, HELD);
    }

    SpilledValues(Path work, int held) {
        this.work = work;
        this.held = held;
        this.groups = new int[held];
        this.values = new double[held];
    }

    /** Where the values of each group begin in a file; they end where the next one's begin. */
    private record Run(FileChannel file, int[] starts) {
        int start(int group) {
            return group < starts.length ? starts[group] : starts[starts.length - 1];
        }
    }

    /** @param group from 0, with no gaps that are large */
    void add(int group, double value) throws IOException {
        while (counts.size() <= group) {
            counts.add(new long[1]);
            sums.add(new Description.Sum());
        }
        counts.get(group)[0]++;
        sums.get(group).add(value);
        groups[size] = group;
        values[size++] = value;
        if (size == held) {
            spill();
        }
    }

    private void spill() throws IOException {
        int[] starts = new int[counts.size() + 1];
        for (int i = 0; i < size; i++) {
            starts[groups[i] + 1]++;
        }
        for (int group = 0; group < counts.size(); group++) {
            starts[group + 1] += starts[group];
        }
        int[] next = starts.clone();
        double[] sorted = new double[size];
        for (int i = 0; i < size; i++) {
            sorted[next[groups[i]]++] = values[i];
        }
        for (int group = 0; group < counts.size(); group++) {
            Arrays.sort(sorted, starts[group], starts[group + 1]);
        }
        runs.add(new Run(written(sorted), starts));
        size = 0;
    }

    private FileChannel written(double[] sorted) throws IOException {
        FileChannel file = FileChannel.open(
                Files.createTempFile(work, "values-", ".run"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        files.add(file);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (int i = 0; i < sorted.length; ) {
            buffer.clear();
            while (i < sorted.length && buffer.hasRemaining()) {
                buffer.putDouble(sorted[i++]);
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        }
        return file;
    }

    /** What there is to say of a group. Nothing may be added after. */
    Description describe(int group) throws IOException {
        if (size > 0) {
            spill();
        }
        if (group >= counts.size()) {
            return new Description.Making(0, 0).made();
        }
        Description.Making making =
                new Description.Making(counts.get(group)[0], sums.get(group).value());
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparingDouble(Cursor::value));
        for (Run run : runs) {
            Cursor cursor = new Cursor(run, group);
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
        while (!cursors.isEmpty()) {
            Cursor least = cursors.remove();
            making.next(least.value(), 1);
            if (least.next()) {
                cursors.add(least);
            }
        }
        return making.made();
    }

    /** Walks over the values of a group in a run. */
    private static final class Cursor {
        private final Run run;
        private final ByteBuffer buffer;
        private int at;
        private final int end;
        private double value;

        Cursor(Run run, int group) {
            this.run = run;
            this.at = run.start(group);
            this.end = run.start(group + 1);
            this.buffer = ByteBuffer.allocate(Math.min(BUFFER, (end - at) * Double.BYTES))
                    .limit(0);
        }

        double value() {
            return value;
        }

        boolean next() throws IOException {
            if (at == end) {
                return false;
            }
            if (!buffer.hasRemaining()) {
                fill();
            }
            value = buffer.getDouble();
            at++;
            return true;
        }

        private void fill() throws IOException {
            buffer.clear();
            buffer.limit(Math.min(buffer.capacity(), (end - at) * Double.BYTES));
            while (buffer.hasRemaining()) {
                long from = (long) at * Double.BYTES + buffer.position();
                if (run.file().read(buffer, from) < 0) {
                    throw new IOException("A file of values was cut off.");
                }
            }
            buffer.flip();
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
