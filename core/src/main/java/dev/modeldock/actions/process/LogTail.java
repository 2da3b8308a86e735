package dev.modeldock.actions.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;

/** Finds where the last lines of a log begin, from its end on: what is before them is not read. */
final class LogTail {
    private static final int BLOCK = 64 * 1024;

    private final CommandLog log;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    /** Ends of lines that are still to be passed. */
    private long left;
    /** The end of the last line is none between lines. */
    private boolean last = true;

    LogTail(CommandLog log, int lines) {
        this.log = log;
        this.left = lines;
    }

    LogPlace find() throws IOException {
        for (long part : log.written().descendingSet()) {
            LogPlace found = in(part);
            if (found != null) {
                return found;
            }
        }
        LogPlace found = in(0);
        return found == null ? LogPlace.START : found;
    }

    private LogPlace in(long part) throws IOException {
        try (FileChannel file = FileChannel.open(log.file(part))) {
            long end = file.size();
            if (left == 0) {
                return new LogPlace(part, end);
            }
            while (end > 0) {
                long from = Math.max(0, end - BLOCK);
                int at = before(read(file, from, (int) (end - from)));
                if (at >= 0) {
                    return new LogPlace(part, from + at);
                }
                end = from;
            }
        } catch (NoSuchFileException gone) {
            // Nothing was said yet, or a part went meanwhile: the lines are looked for in the one before.
            return null;
        }
        return null;
    }

    private int read(FileChannel file, long from, int count) throws IOException {
        block.clear().limit(count);
        while (block.hasRemaining()) {
            if (file.read(block, from + block.position()) < 0) {
                break;
            }
        }
        return block.position();
    }

    /** Where the wanted lines begin in the first so many bytes of the block; negative when further ahead. */
    private int before(int count) {
        for (int i = count - 1; i >= 0; i--) {
            if (block.get(i) == '\n' && !last && --left == 0) {
                return i + 1;
            }
            last = false;
        }
        return -1;
    }
}
