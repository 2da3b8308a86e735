package dev.modeldock.actions.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the lines of a file that another process appends to, from where it stopped the last time. The last line waits
 * until it is ended. A line of more than a mebibyte is passed over without being kept.
 */
final class GrowingFile {
    static final int LONGEST_LINE = 1 << 20;
    /** What one call reads at most, so that a caller with many files looks at each of them in time. */
    static final long MOST_AT_ONCE = 16L << 20;

    private static final int BUFFER = 64 << 10;
    private static final int MARK = 256;

    private final Path path;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Object key;
    private long reached;
    private byte[] mark = {};
    private boolean tooLong;

    GrowingFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    long reached() {
        return reached;
    }

    long size() throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    /**
     * Whether what was read is still the beginning of this file: it was not put in another's place, and neither cut nor
     * written anew, which shows in its length or in the bytes just before where reading goes on.
     */
    boolean isSame() throws IOException {
        try (SeekableByteChannel channel = open()) {
            return reached == 0 || isSame(channel);
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    private boolean isSame(SeekableByteChannel channel) throws IOException {
        return Objects.equals(key, key()) && channel.size() >= reached && Arrays.equals(mark, markOf(channel));
    }

    private SeekableByteChannel open() throws IOException {
        return Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private byte[] markOf(SeekableByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MARK, reached));
        channel.position(reached - bytes.capacity());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // A short read; the rest follows.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Hand on the lines that have come, without their ends; true when all that is there was read. */
    boolean read(Consumer<byte[]> lines) throws IOException {
        try (SeekableByteChannel channel = open()) {
            key = key();
            channel.position(reached);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            long stop = reached + MOST_AT_ONCE;
            boolean end = false;
            while (!end && reached < stop) {
                int count = channel.read(buffer.clear());
                end = count < 0;
                split(buffer.array(), Math.max(0, count), lines);
                reached += Math.max(0, count);
            }
            mark = markOf(channel);
            return end;
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    private void split(byte[] bytes, int count, Consumer<byte[]> lines) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, from, i);
                end(lines);
                from = i + 1;
            }
        }
        keep(bytes, from, count);
    }

    private void keep(byte[] bytes, int from, int to) {
        tooLong |= line.size() + to - from > LONGEST_LINE;
        if (tooLong) {
            line.reset();
        } else {
            line.write(bytes, from, to - from);
        }
    }

    /** Take what has come of the last line for all of it. */
    void end(Consumer<byte[]> lines) {
        if (line.size() > 0) {
            lines.accept(line.toByteArray());
        }
        line.reset();
        tooLong = false;
    }
}
