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
            String note = "\n[… the output was long: a piece of it was left out here …]\n";
            streams.add(new ByteArrayInputStream(note.getBytes(StandardCharsets.UTF_8)));
        }
        for (long part : parts) {
            streams.add(stream(part(part)));
        }
        return new SequenceInputStream(Collections.enumeration(streams));
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
