package dev.modeldock.transfers;

import dev.modeldock.blobs.DirectoryTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known on the disk of a file that is still coming: its size, what tells its bytes from others, and how far each
 * segment is. The marks are written behind the bytes that they speak of, so that after a kill they never promise too much.
 */
final class PartialNotes {
    private static final int FORMAT = 1;
    private static final int MOST_BYTES = 1 << 20;

    /** What was read. */
    record Read(String validator, List<Segment> segments) {}

    private final Path path;
    private long marksAt;

    PartialNotes(Path data) {
        path = data.resolveSibling(data.getFileName() + DirectoryTree.NOTES);
    }

    /** Write them anew, in one step. */
    void write(long size, String validator, List<Segment> segments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        out.writeLong(size);
        out.writeUTF(validator);
        out.writeInt(segments.size());
        for (Segment segment : segments) {
            out.writeLong(segment.from());
            out.writeLong(segment.to());
        }
        marksAt = bytes.size();
        for (Segment segment : segments) {
            out.writeLong(segment.reached());
        }
        Path fresh = path.resolveSibling("new-" + path.getFileName());
        Files.write(fresh, bytes.toByteArray());
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    boolean exist() {
        return Files.exists(path);
    }

    /**
     * Read them.
     *
     * @return null when there are none that speak of a file of this size
     */
    Read read(long size) {
        try {
            if (!exist() || Files.size(path) > MOST_BYTES) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(path);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readInt() != FORMAT || in.readLong() != size) {
                return null;
            }
            String validator = in.readUTF();
            int count = in.readInt();
            long[][] bounds = new long[Math.max(0, Math.min(count, MOST_BYTES / 24))][2];
            for (long[] each : bounds) {
                each[0] = in.readLong();
                each[1] = in.readLong();
            }
            marksAt = bytes.length - 8L * bounds.length;
            List<Segment> segments = new ArrayList<>();
            for (int i = 0; i < bounds.length; i++) {
                segments.add(new Segment(i, bounds[i][0], bounds[i][1], in.readLong()));
            }
            return new Read(validator, segments);
        } catch (IOException broken) {
            // Cut off by a power failure: the file is fetched from its start then, as if there were no notes.
            return null;
        }
    }

    /** Open them to move marks. */
    RandomAccessFile open() throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    /** Note how far a segment is. */
    void mark(RandomAccessFile opened, Segment segment) throws IOException {
        opened.seek(marksAt + 8L * segment.number());
        opened.writeLong(segment.reached());
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
