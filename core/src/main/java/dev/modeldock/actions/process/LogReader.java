package dev.modeldock.actions.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;

/**
 * Reads what a command says while it says it, from one part of the log to the next. Where parts went before they were
 * read, a line says so. One file is open at a time; not safe for several threads.
 */
public final class LogReader implements Closeable {
    private final CommandLog log;
    private long part;
    private long offset;
    private FileChannel open;

    LogReader(CommandLog log, LogPlace from) {
        this.log = log;
        this.part = from.part();
        this.offset = from.offset();
    }

    /**
     * Read on.
     *
     * @param buffer with room for a few lines
     * @return how many bytes came; 0 when no more was said so far
     */
    public int read(ByteBuffer buffer) throws IOException {
        while (true) {
            int count = more(buffer);
            if (count > 0) {
                return count;
            }
            Long next = log.written().higher(part);
            if (next == null) {
                return 0;
            }
            // Only now is it sure that this part is whole.
            count = more(buffer);
            if (count > 0) {
                return count;
            }
            boolean gap = next > part + 1;
            turn(next);
            if (gap) {
                buffer.put(CommandLog.gap());
                return CommandLog.gap().length;
            }
        }
    }

    private void turn(long next) throws IOException {
        close();
        part = next;
        offset = 0;
    }

    /** Once open, a part can be read to its end, though it be deleted meanwhile. */
    private int more(ByteBuffer buffer) throws IOException {
        if (open == null) {
            try {
                open = FileChannel.open(log.file(part));
            } catch (NoSuchFileException none) {
                return 0;
            }
        }
        int count = open.read(buffer, offset);
        offset += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
