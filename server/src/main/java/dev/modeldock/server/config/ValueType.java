package dev.modeldock.server.config;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value may look like. {@link #read} turns text into the value and fails with {@link IllegalArgumentException}. */
public enum ValueType {
    TEXT("a text"),
    PATH("a path"),
    PATHS("absolute paths with the system's separator of paths between them, or nothing"),
    HOST("a host name or an address to listen on"),
    PORT("a port from 0 to 65535, where 0 picks a free one"),
    COUNT("a whole number from 1 on"),
    CARDS("a whole number from 0 on, or auto"),
    SIZE("a number of bytes, as 1048576, 64MiB or 1GiB, or 0 for none"),
    DURATION("a duration, as 90s, 15m, 24h, 7d or the ISO form PT24H"),
    LEVEL("error, warn, info, debug or trace"),
    FORMAT("text or json"),
    URL("an http or https address without a query, as https://models.example.org, or nothing"),
    FLAG("true or false");

    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");
    private static final Pattern SIZE_FORM =
            Pattern.compile("(\\d{1,18})\\s*([kmgt]?)(i?)(b?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*([smhd])", Pattern.CASE_INSENSITIVE);

    private final String expected;

    ValueType(String expected) {
        this.expected = expected;
    }

    /** What is expected, as the end of a sentence. */
    public String expected() {
        return expected;
    }

    /** A number of bytes, or {@link IllegalArgumentException}. */
    public static long bytes(String text) {
        return size(text.strip());
    }

    Object read(String text) {
        return switch (this) {
            case TEXT -> text;
            case HOST -> demand(text, !text.isBlank() && text.chars().noneMatch(c -> c <= ' ' || c == '/'));
            case PATH -> path(text);
            case PATHS -> paths(text);
            case PORT -> whole(text, 0, 65_535);
            case COUNT -> whole(text, 1, Integer.MAX_VALUE);
            case CARDS -> demand(text, text.matches("auto|\\d{1,3}"));
            case SIZE -> size(text);
            case DURATION -> duration(text);
            case LEVEL -> demand(text.toLowerCase(Locale.ROOT), LEVELS.contains(text.toLowerCase(Locale.ROOT)));
            case FORMAT -> demand(text, text.equals("text") || text.equals("json"));
            case URL -> url(text);
            case FLAG -> Boolean.valueOf(demand(text, text.equals("true") || text.equals("false")));
        };
    }

    private static String demand(String text, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Path path(String text) {
        try {
            return Path.of(demand(text, !text.isBlank()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String paths(String text) {
        for (String each : text.split(File.pathSeparator)) {
            demand(text, each.isBlank() || path(each.strip()).isAbsolute());
        }
        return text;
    }

    private static Long whole(String text, long from, long to) {
        long value = Long.parseLong(text);
        demand(text, value >= from && value <= to);
        return value;
    }

    private static Long size(String text) {
        Matcher form = SIZE_FORM.matcher(text);
        demand(text, form.matches());
        String unit = form.group(2).toLowerCase(Locale.ROOT);
        demand(text, !unit.isEmpty() || form.group(3).isEmpty());
        long step = form.group(3).isEmpty() ? 1000 : 1024;
        long bytes = Long.parseLong(form.group(1));
        try {
            for (int i = 0; i < " kmgt".indexOf(unit.isEmpty() ? " " : unit); i++) {
                bytes = Math.multiplyExact(bytes, step);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
        return bytes;
    }

    private static Duration duration(String text) {
        Matcher form = SHORT_DURATION.matcher(text);
        Duration value;
        try {
            value = form.matches()
                    ? Duration.parse(inIso(form.group(1), form.group(2).toUpperCase(Locale.ROOT)))
                    : Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
        demand(text, !value.isNegative() && !value.isZero());
        return value;
    }

    private static String inIso(String number, String unit) {
        return unit.equals("D") ? "P" + number + "D" : "PT" + number + unit;
    }

    private static String url(String text) {
        if (text.isEmpty()) {
            return text;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            demand(text, web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
        return text.replaceAll("/+$", "");
    }
}
