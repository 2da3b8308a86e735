package dev.modeldock.server.logs;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.event.Level;

/** Where the log goes, how much of it and in which form. Until configured: standard error, from {@code info} on, as text. */
public final class Logs {
    /** How an event is written; both are one line. */
    public enum Format {
        TEXT,
        JSON
    }

    /**
     * A library's own chatter is no news for an operator below a warning; whoever asks for debug gets all of it.
     */
    private static final String[] CHATTY = {"org.eclipse.jetty", "io.javalin", "org.jdbi", "org.sqlite"};

    private record Settings(Level level, Format format, OutputStream out) {}

    private static volatile Settings settings = new Settings(Level.INFO, Format.TEXT, System.err);

    private Logs() {}

    /** Write events of {@code level} and above to standard error from now on. */
    public static void configure(Level level, Format format) {
        configure(level, format, System.err);
    }

    static void configure(Level level, Format format, OutputStream out) {
        settings = new Settings(level, format, out);
    }

    static boolean takes(Level level, boolean chatty) {
        Level lowest = settings.level();
        if (chatty && lowest == Level.INFO && level == Level.INFO) {
            return false;
        }
        return level.toInt() >= lowest.toInt();
    }

    static boolean isChatty(String logger) {
        for (String prefix : CHATTY) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static void write(LogEvent event) {
        Settings now = settings;
        byte[] line = now.format() == Format.JSON ? LogLines.json(event) : LogLines.text(event);
        synchronized (Logs.class) {
            try {
                now.out().write(line);
                now.out().flush();
            } catch (IOException e) {
                // There is no place left to tell it: standard error itself is gone.
                return;
            }
        }
    }
}
