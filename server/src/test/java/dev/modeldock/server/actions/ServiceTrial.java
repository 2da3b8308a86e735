package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.services.DataServices;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs services as the dock does, on a dataset that a test lays out: {@code data}, {@code results} and {@code work} below a root. */
public final class ServiceTrial implements ActionContext {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final ActionRunner runner = new DataServices();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private int checks;
    private int stopAt = Integer.MAX_VALUE;

    public ServiceTrial(Path root) {
        this.root = root;
    }

    /** What is done on what. */
    public record Subject(String kind, String format, String action) {}

    public Path data() {
        return root.resolve("data");
    }

    public Path results() {
        return root.resolve("results");
    }

    public List<String> log() {
        return log;
    }

    public ServiceTrial put(String name, String text) {
        try {
            Files.createDirectories(data().resolve(name).getParent());
            Files.writeString(data().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** From now on it is to stop when it asks for the so many-th time. */
    public void stopAt(int check) {
        stopAt = check;
        checks = 0;
    }

    @Override
    public synchronized void check() {
        if (++checks >= stopAt) {
            throw new IllegalStateException("to stop");
        }
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public boolean isHostStopping() {
        return false;
    }

    /** Do it, and answer the lines of its status. */
    public List<JsonNode> run(Subject subject, String spec) throws Exception {
        Files.createDirectories(results());
        Files.createDirectories(root.resolve("work"));
        Map<String, byte[]> before = files(data());
        List<Path> given = List.of(data());
        ActionTask.Inputs inputs =
                new ActionTask.Inputs(List.of(), List.of(), given, List.of(), List.of(), Optional.empty());
        ActionTask task = new ActionTask(
                "00000000-0000-4000-8000-000000000000",
                new ActionTask.Subject("id", subject.kind(), subject.format(), subject.action(), ""),
                spec,
                ActionTask.Start.NEW,
                results(),
                root.resolve("work"),
                inputs,
                OptionalInt.empty());
        try {
            runner.run(task, this);
        } finally {
            assertEquals(before.keySet(), files(data()).keySet(), "nothing is written into what is read");
            assertEquals(Map.of(), files(root.resolve("work")), "nothing is left");
        }
        return status();
    }

    /** Do it: it ends well, with this sentence. */
    public List<JsonNode> done(Subject subject, String spec, String sentence) throws Exception {
        List<JsonNode> lines = run(subject, spec);
        JsonNode last = lines.get(lines.size() - 1);
        assertEquals("STARTED", lines.get(0).path("status").asText());
        assertEquals("SUCCESS", last.path("status").asText());
        assertEquals(sentence, last.path("message").asText());
        return lines;
    }

    /** Do it: it fails, and says something with these words. */
    public void fails(Subject subject, String spec, String words) throws Exception {
        ActionException e = assertThrows(ActionException.class, () -> run(subject, spec));
        assertTrue(e.getMessage().contains(words), () -> "expected: " + words + "\n" + e.getMessage());
        List<JsonNode> lines = status();
        assertEquals("FAILURE", lines.get(lines.size() - 1).path("status").asText());
        assertEquals(e.getMessage(), lines.get(lines.size() - 1).path("message").asText());
    }

    private List<JsonNode> status() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(results().resolve("status.json"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    public String text(String name) throws IOException {
        return Files.readString(results().resolve(name), StandardCharsets.UTF_8);
    }

    public JsonNode json(String name) throws IOException {
        return JSON.readTree(results().resolve(name).toFile());
    }

    /** All results but the status, by their names. */
    public Map<String, byte[]> made() throws IOException {
        Map<String, byte[]> files = files(results());
        files.remove("status.json");
        return files;
    }

    private static Map<String, byte[]> files(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> found = Files.walk(directory)) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
