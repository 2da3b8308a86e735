package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.Weights;
import dev.modeldock.spi.ActionException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A network in a file: {@code MDCLASS1}, the length of the head and the head as JSON, then all weights, the means of their
 * gradients and those of the squares, layer by layer as big-endian floats (rows, then biases), and a CRC-32 as a long.
 */
record CheckpointFile(Path path) {
    private static final byte[] MAGIC = "MDCLASS1".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_HEAD = 4 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int KINDS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a job's network lies. */
    static CheckpointFile in(Path results, String which) {
        return new CheckpointFile(results.resolve("weights").resolve(which + ".checkpoint"));
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    /** Put a network in place of what is there, at once and lastingly. */
    void write(Head head, Net net) throws IOException {
        Files.createDirectories(path.getParent());
        Path part = path.resolveSibling(path.getFileName() + ".part");
        CRC32 sum = new CRC32();
        try (FileOutputStream file = new FileOutputStream(part.toFile());
                DataOutputStream out =
                        new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(file, BUFFER), sum))) {
            byte[] json = JSON.writeValueAsBytes(head.toJson());
            out.write(MAGIC);
            out.writeInt(json.length);
            out.write(json);
            each(net, (row, length) -> {
                for (int i = 0; i < length; i++) {
                    out.writeFloat(i < row.length ? row[i] : 0);
                }
            });
            out.writeLong(sum.getValue());
            out.flush();
            file.getFD().sync();
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Have the same at another place, where none is. */
    void copy(CheckpointFile to) throws IOException {
        Files.createDirectories(to.path().getParent());
        Files.copy(path, to.path());
    }

    private interface Row {
        void take(float[] row, int length) throws IOException;
    }

    /** All numbers of a network in the order of the file. One that is not trained has no means: rows without numbers. */
    private static void each(Net net, Row taker) throws IOException {
        for (Weights weights : net.weights()) {
            parts(weights.rows(), weights.outputs(), weights.inputs(), taker);
            parts(weights.bias(), 1, weights.outputs(), taker);
        }
    }

    private static void parts(Weights.Part part, int rows, int length, Row taker) throws IOException {
        for (float[][] kind : new float[][][] {part.values(), part.means(), part.squares()}) {
            for (int row = 0; row < rows; row++) {
                taker.take(row < kind.length ? kind[row] : new float[0], length);
            }
        }
    }

    /**
     * What the file is of, after all of it was looked at.
     *
     * @throws ActionException when it is damaged or none of ours
     */
    Head head() throws ActionException, IOException {
        return read(null);
    }

    /** Take all numbers into a network of the same plan. */
    void load(Net net) throws ActionException, IOException {
        read(net);
    }

    private Head read(Net net) throws ActionException, IOException {
        CRC32 sum = new CRC32();
        try (InputStream file = Files.newInputStream(path);
                DataInputStream in =
                        new DataInputStream(new CheckedInputStream(new BufferedInputStream(file, BUFFER), sum))) {
            require(java.util.Arrays.equals(MAGIC, in.readNBytes(MAGIC.length)), "it does not begin as one");
            int length = in.readInt();
            require(length > 0 && length <= MOST_HEAD, "its head is " + length + " bytes long");
            Head head = Head.of(JSON.readTree(in.readNBytes(length)));
            long numbers = head.plan().parameters() * KINDS;
            long expected = MAGIC.length + Integer.BYTES + length + numbers * Float.BYTES + Long.BYTES;
            require(Files.size(path) == expected, "it has " + Files.size(path) + " bytes instead of " + expected);
            if (net == null) {
                in.skipNBytes(numbers * Float.BYTES);
            } else {
                require(net.plan().equals(head.plan()), "its network is another");
                each(net, (row, columns) -> fill(in, row, columns));
            }
            long found = sum.getValue();
            require(in.readLong() == found, "its checksum does not fit");
            return head;
        } catch (IllegalArgumentException | java.io.EOFException | com.fasterxml.jackson.core.JacksonException e) {
            throw broken(e instanceof IllegalArgumentException ? e.getMessage() : "it is cut off or no such file", e);
        }
    }

    private static void fill(DataInputStream in, float[] row, int columns) throws IOException {
        for (int i = 0; i < columns; i++) {
            float number = in.readFloat();
            if (i < row.length) {
                row[i] = number;
            }
        }
    }

    private void require(boolean holds, String found) throws ActionException {
        if (!holds) {
            throw broken(found, null);
        }
    }

    private ActionException broken(String found, Throwable cause) {
        return new ActionException(
                "The checkpoint " + path.getFileName() + " is damaged or none of this classifier: " + found
                        + ". Train again, or name a job whose checkpoint is whole.",
                cause);
    }
}
