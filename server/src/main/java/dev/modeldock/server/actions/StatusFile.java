package dev.modeldock.server.actions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes {@code status.json}: a JSON object a line, appended, with a date and time without padding. What was set of {@code
 * categorical}, {@code graphical} and {@code kpi} is told again on each later line. For one thread at a time.
 */
public final class StatusFile {
    private static final String NAME = "status.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:m:s");

    private final Path file;
    private final Clock clock;
    private final ObjectNode figures = JSON.createObjectNode();

    /** @param results the directory of an action's results, which is there */
    public StatusFile(Path results, Clock clock) {
        this.file = results.resolve(NAME);
        this.clock = clock;
    }

    /** Kinds of figures. */
    public enum Figures {
        /** By metric, then by category: a number. */
        CATEGORICAL,
        /** By metric: a number, drawn over the epochs. */
        GRAPHICAL,
        /** By metric: a number. */
        KPI
    }

    /** The figures of a kind, to be filled; they are told on the next line and on all later ones. */
    public ObjectNode figures(Figures kind) {
        return figures.withObject("/" + kind.name().toLowerCase(Locale.ROOT));
    }

    /** The action has begun. */
    public void started(String message) throws IOException {
        write("STARTED", "INFO", message, JSON.createObjectNode());
    }

    /** It goes on. */
    public void running(String message) throws IOException {
        write("RUNNING", "INFO", message, JSON.createObjectNode());
    }

    /** An epoch of it has ended. */
    public void epoch(Epoch epoch, String message) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("epoch", epoch.number());
        line.put("max_epoch", epoch.of());
        line.put("time_per_epoch", text(epoch.took()));
        line.put("eta", text(epoch.took().multipliedBy(epoch.of() - epoch.number())));
        write("RUNNING", "INFO", message, line);
    }

    /**
     * @param number of the epoch, from 1
     * @param of how many in all
     */
    public record Epoch(int number, int of, Duration took) {}

    /** It is done. */
    public void success(String message) throws IOException {
        write("SUCCESS", "INFO", message, JSON.createObjectNode());
    }

    /** It could not be done. */
    public void failure(String message) throws IOException {
        write("FAILURE", "ERROR", message, JSON.createObjectNode());
    }

    private void write(String status, String verbosity, String message, ObjectNode line) throws IOException {
        LocalDateTime now = LocalDateTime.now(clock);
        line.put("date", DATE.format(now)).put("time", TIME.format(now));
        line.put("status", status).put("verbosity", verbosity).put("message", message);
        line.setAll(figures);
        byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As Python writes a time delta: {@code 0:01:55.500000}, {@code 1 day, 2:00:00}. */
    static String text(Duration duration) {
        long days = duration.toDays();
        String day = days == 0 ? "" : days + (days == 1 ? " day, " : " days, ");
        String clock = String.format(
                "%d:%02d:%02d", duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart());
        int micros = duration.toNanosPart() / 1000;
        return day + clock + (micros == 0 ? "" : String.format(".%06d", micros));
    }
}
