package dev.modeldock.actions.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** What a command has said up to one moment: of known length, and readable though parts go meanwhile. Close it. */
public final class LogSnapshot implements Closeable {
    private static final int BUFFER = 64 * 1024;

    /** A file as long as it was, or a line of ours. */
    private record Piece(FileChannel file, byte[] line, long length) {}

    private final List<Piece> pieces = new ArrayList<>();

    LogSnapshot(CommandLog log) throws IOException {
        try {
            NavigableSet<Long> parts = log.written();
            add(log, 0);
            if (!parts.isEmpty() && parts.first() > 1) {
                pieces.add(new Piece(null, CommandLog.gap(), CommandLog.gap().length));
            }
            for (long part : parts) {
                add(log, part);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(CommandLog log, long part) throws IOException {
        try {
            FileChannel file = FileChannel.open(log.file(part));
            pieces.add(new Piece(file, null, file.size()));
        } catch (NoSuchFileException gone) {
            // It said nothing yet, or the part went a moment ago.
            return;
        }
    }

    /** How many bytes it has. */
    public long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Write {@code count} bytes from {@code offset} on; fails when there are fewer. */
    public void copy(long offset, long count, OutputStream out) throws IOException {
        long skip = offset;
        long left = count;
        for (Piece piece : pieces) {
            long here = Math.max(0, Math.min(left, piece.length() - skip));
            if (here > 0) {
                copy(piece, skip, here, out);
                left -= here;
            }
            skip = Math.max(0, skip - piece.length());
        }
        if (left > 0) {
            throw new IOException("the log is shorter than " + (offset + count) + " bytes");
        }
    }

    private static void copy(Piece piece, long offset, long count, OutputStream out) throws IOException {
        if (piece.line() != null) {
            out.write(piece.line(), (int) offset, (int) count);
            return;
        }
        byte[] buffer = new byte[(int) Math.min(BUFFER, count)];
        for (long done = 0; done < count; ) {
            ByteBuffer into = ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, count - done));
            int read = piece.file().read(into, offset + done);
            if (read < 0) {
                throw new IOException("a part of the log became shorter");
            }
            out.write(buffer, 0, read);
            done += read;
        }
    }

    @Override
    public void close() throws IOException {
        for (Piece piece : pieces) {
            if (piece.file() != null) {
                piece.file().close();
            }
        }
    }
}
