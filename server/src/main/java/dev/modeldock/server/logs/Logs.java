package dev.modeldock.server.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.event.Level;

/** Where the log goes, how much of it and in which form. Until configured: standard error, from {@code info} on, as text. */
public final class Logs {
    /** How an event is written; both are one line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** How much of what a logger says is written. */
    enum Voice {
        /** What the level lets through. */
        OURS,
        /** A library's own chatter is no news for an operator below a warning; whoever asks for debug gets all of it. */
        CHATTY,
        /** This one quotes requests as they come, with keys and bodies, as soon as it is let: never below info. */
        TELLTALE
    }

    private static final String TELLTALE = "org.eclipse.jetty";
    private static final List<String> CHATTY = List.of("io.javalin", "org.jdbi", "org.sqlite");

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

    static boolean takes(Level level, Voice voice) {
        Level lowest = settings.level();
        if (voice != Voice.OURS && lowest == Level.INFO && level == Level.INFO) {
            return false;
        }
        if (voice == Voice.TELLTALE && level.toInt() < Level.INFO.toInt()) {
            return false;
        }
        return level.toInt() >= lowest.toInt();
    }

    static Voice voice(String logger) {
        if (logger.startsWith(TELLTALE)) {
            return Voice.TELLTALE;
        }
        return CHATTY.stream().anyMatch(logger::startsWith) ? Voice.CHATTY : Voice.OURS;
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
