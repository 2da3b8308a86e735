package dev.modeldock.actions.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a command has said, on both its outputs. The first half of what is kept is the beginning and stays; what comes
 * after that lies in numbered parts, of which the last two are kept, so that the end is there too.
 */
public final class CommandLog {
    static final String NAME = "log";
    private static final String GAP = "\n[… the output was long: a piece of it was left out here …]\n";

    private final Path directory;

    public CommandLog(Path directory) {
        this.directory = directory;
    }

    /** Whether a file of this name is of a log. */
    public static boolean isPart(String fileName) {
        return fileName.equals(NAME) || fileName.matches(NAME + "\\.[1-9]\\d{0,15}");
    }

    /** How long the beginning is. */
    long firstBytes() throws IOException {
        return size(directory.resolve(NAME));
    }

    /** The number of the last part; 0 when there is none. */
    long lastPart() throws IOException {
        NavigableSet<Long> parts = parts();
        return parts.isEmpty() ? 0 : parts.last();
    }

    /** How many bytes are kept. */
    public long bytes() throws IOException {
        long bytes = firstBytes();
        for (long part : parts()) {
            bytes += size(part(part));
        }
        return bytes;
    }

    /** Read what is kept, with a line where something was left out. What comes later is read too, or not. */
    public InputStream open() throws IOException {
        NavigableSet<Long> parts = parts();
        List<InputStream> streams = new ArrayList<>();
        streams.add(stream(directory.resolve(NAME)));
        if (!parts.isEmpty() && parts.first() > 1) {
            streams.add(new ByteArrayInputStream(gap()));
        }
        for (long part : parts) {
            streams.add(stream(part(part)));
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /**
     * Where the last lines begin; of no lines, the end. It looks from the end on, so it costs what these lines are long.
     */
    public LogPlace tail(int lines) throws IOException {
        return new LogTail(this, lines).find();
    }

    /** Read from a place on, also what comes later. */
    public LogReader read(LogPlace from) {
        return new LogReader(this, from);
    }

    /** What was said up to now. */
    public LogSnapshot snapshot() throws IOException {
        return new LogSnapshot(this);
    }

    /** The line that stands where something was left out. */
    static byte[] gap() {
        return GAP.getBytes(StandardCharsets.UTF_8);
    }

    /** The file of a part, or of the beginning, which is part 0; it may be gone. */
    Path file(long part) {
        return part == 0 ? directory.resolve(NAME) : part(part);
    }

    /**
     * The parts that hold anything. One that is empty was made because the one before it is full, or because the command
     * ended: that is not known before its first byte.
     */
    NavigableSet<Long> written() throws IOException {
        NavigableSet<Long> written = new TreeSet<>();
        for (long part : parts()) {
            if (size(part(part)) > 0) {
                written.add(part);
            }
        }
        return written;
    }

    private Path part(long number) {
        return directory.resolve(NAME + "." + number);
    }

    private NavigableSet<Long> parts() throws IOException {
        NavigableSet<Long> numbers = new TreeSet<>();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, NAME + ".*")) {
            for (Path part : parts) {
                String number = part.getFileName().toString().substring(NAME.length() + 1);
                if (number.matches("[1-9]\\d{0,15}")) {
                    numbers.add(Long.valueOf(number));
                }
            }
        } catch (NoSuchFileException none) {
            return numbers;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return numbers;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** Nothing, of a part that has gone meanwhile. */
    private static InputStream stream(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException gone) {
            return InputStream.nullInputStream();
        }
    }
}
