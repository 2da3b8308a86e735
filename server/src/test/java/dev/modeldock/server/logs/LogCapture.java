package dev.modeldock.server.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;

/** Takes the log away from standard error while a test fails things on purpose, and shows what was written. */
public final class LogCapture implements AutoCloseable {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    public LogCapture(Level level) {
        Logs.configure(level, Logs.Format.TEXT, lines);
    }

    public String text() {
        synchronized (Logs.class) {
            return lines.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        Logs.configure(Level.INFO, Logs.Format.TEXT);
    }
}
