package dev.modeldock.server.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Bytes and times as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1024;

    private Amounts() {}

    /** Three digits at most and a unit, as {@code 1.25 GiB}. */
    public static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        if (unit == 0) {
            return count + " B";
        }
        String form = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, form, value, UNITS[unit]);
    }

    /** The largest two units, as {@code 2h 5m} or {@code 12s}. */
    public static String duration(long seconds) {
        long rest = Math.max(0, seconds);
        if (rest < 60) {
            return rest + "s";
        }
        if (rest < 3600) {
            return rest / 60 + "m " + rest % 60 + "s";
        }
        if (rest < 86_400) {
            return rest / 3600 + "h " + rest % 3600 / 60 + "m";
        }
        return rest / 86_400 + "d " + rest % 86_400 / 3600 + "h";
    }

    /** How long ago an instant was, as {@code 3m ago}; the text itself when it is none. */
    public static String age(String instant, Instant now) {
        try {
            long seconds = Duration.between(Instant.parse(instant), now).toSeconds();
            String all = duration(seconds);
            return (all.contains(" ") ? all.substring(0, all.indexOf(' ')) : all) + " ago";
        } catch (DateTimeParseException e) {
            return instant;
        }
    }
}
