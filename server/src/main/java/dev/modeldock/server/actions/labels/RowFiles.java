package dev.modeldock.server.actions.labels;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Rows spread over a fixed number of files, in each in the order in which they came. */
final class RowFiles implements AutoCloseable {
    private static final int BUFFER = 16 << 10;

    private final Path directory;
    private final DataOutputStream[] out;
    private final long[] bytes;

    /** @param directory that is not there yet */
    RowFiles(Path directory, int count) throws IOException {
        this.directory = Files.createDirectory(directory);
        this.out = new DataOutputStream[count];
        this.bytes = new long[count];
    }

    /**
     * @param place what it is about: the number of an image
     * @param key the id of that image, where the number is not known yet
     * @param json what is said
     */
    record Row(long place, String key, byte[] json) {}

    @FunctionalInterface
    interface Taker {
        void take(Row row) throws IOException;
    }

    int count() {
        return out.length;
    }

    void write(int file, Row row) throws IOException {
        if (out[file] == null) {
            out[file] = new DataOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(path(file), StandardOpenOption.CREATE_NEW), BUFFER));
        }
        out[file].writeLong(row.place());
        out[file].writeUTF(row.key());
        out[file].writeInt(row.json().length);
        out[file].write(row.json());
        bytes[file] += row.json().length;
    }

    /** How long all that is said in a file is. */
    long bytes(int file) {
        return bytes[file];
    }

    /** Nothing more is written; what was can be read. */
    void finish() throws IOException {
        for (DataOutputStream each : out) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** Read a file, and delete it. */
    void drain(int file, Taker taker) throws IOException {
        if (out[file] == null) {
            return;
        }
        try (Reader rows = new Reader(path(file))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                taker.take(row);
            }
        }
        Files.delete(path(file));
    }

    /** Reads a file that has rows, one after the other. */
    Reader reader(int file) throws IOException {
        return new Reader(path(file));
    }

    private Path path(int file) {
        return directory.resolve("rows-" + file);
    }

    /** Ends the writing too when it was cut short; the files stay. */
    @Override
    public void close() throws IOException {
        finish();
    }

    /** Rows one by one. */
    static final class Reader implements AutoCloseable {
        private final DataInputStream in;

        private Reader(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        /** Null at the end. */
        Row next() throws IOException {
            long place;
            try {
                place = in.readLong();
            } catch (EOFException e) {
                return null;
            }
            String key = in.readUTF();
            return new Row(place, key, in.readNBytes(in.readInt()));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
