package dev.modeldock.actions.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes the log of an action that is no command, to be read as {@link CommandLog}. For one thread at a time; what it
 * writes is there at once.
 */
public final class LogWriter {
    private static final int LONGEST_LINE = 8192;

    private final Path directory;
    private final long firstBytes;
    private final long partBytes;

    /** @param bytes how much is kept */
    public LogWriter(Path directory, long bytes) {
        this.directory = directory;
        this.firstBytes = bytes / 2;
        this.partBytes = bytes / 4;
    }

    /** Say one line; of a very long one the beginning. */
    public void say(String line) throws IOException {
        String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
        byte[] bytes = (shown.strip() + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out =
                Files.newOutputStream(place(bytes.length), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(bytes);
        }
    }

    private Path place(long more) throws IOException {
        CommandLog log = new CommandLog(directory);
        long last = log.lastPart();
        if (last == 0 && log.firstBytes() + more <= firstBytes) {
            return directory.resolve(CommandLog.NAME);
        }
        Path part = directory.resolve(CommandLog.NAME + "." + Math.max(1, last));
        if (last > 0 && Files.size(part) + more > partBytes) {
            Files.deleteIfExists(directory.resolve(CommandLog.NAME + "." + (last - 1)));
            return directory.resolve(CommandLog.NAME + "." + (last + 1));
        }
        return part;
    }
}
