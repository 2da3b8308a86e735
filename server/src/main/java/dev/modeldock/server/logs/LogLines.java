package dev.modeldock.server.logs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Writes an event as exactly one line, whatever its message holds: a client must not be able to forge a second one. */
final class LogLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Deep recursion repeats itself; this many frames of each cause show where it began and what repeats. */
    private static final int MAX_FRAMES = 100;

    private static final int MAX_CAUSES = 16;

    private LogLines() {}

    static byte[] text(LogEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(event.at())).append(' ');
        line.append(String.format("%-5s", event.level())).append(' ');
        line.append(shortName(event.logger()));
        for (Map.Entry<String, String> entry : event.context().entrySet()) {
            line.append(' ').append(entry.getKey()).append('=');
            escape(line, entry.getValue(), false);
        }
        line.append(": ");
        escape(line, String.valueOf(event.message()), false);
        if (event.cause() != null) {
            line.append("; cause=");
            escape(line, trace(event.cause()), false);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] json(LogEvent event) {
        StringBuilder line = new StringBuilder(200);
        line.append("{\"time\":\"").append(TIME.format(event.at())).append('"');
        member(line, "level", event.level().toString().toLowerCase(java.util.Locale.ROOT));
        member(line, "logger", event.logger());
        event.context().forEach((name, value) -> member(line, name, value));
        member(line, "message", String.valueOf(event.message()));
        if (event.cause() != null) {
            member(line, "cause", trace(event.cause()));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append(",\"");
        escape(line, name, true);
        line.append("\":\"");
        escape(line, value, true);
        line.append('"');
    }

    private static String shortName(String logger) {
        return logger.startsWith("dev.modeldock.") ? logger.substring("dev.modeldock.".length()) : logger;
    }

    /** The whole chain of causes with its frames, joined by bars. */
    private static String trace(Throwable thrown) {
        StringBuilder text = new StringBuilder(512);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        append(text, thrown, "", seen);
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable thrown, String label, Set<Throwable> seen) {
        if (!seen.add(thrown) || seen.size() > MAX_CAUSES) {
            return;
        }
        text.append(label).append(thrown);
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            text.append(" | at ").append(frames[i]);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            append(text, suppressed, " | suppressed: ", seen);
        }
        if (thrown.getCause() != null) {
            append(text, thrown.getCause(), " | caused by: ", seen);
        }
    }

    private static void escape(StringBuilder line, String value, boolean quoted) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && (c == '"' || c == '\\')) {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
