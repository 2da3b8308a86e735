package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs actions of the classifier as the host does, one after the other, each with a directory of its own. */
final class Workbench implements ActionContext {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> log = new ArrayList<>();
    private final Path root;
    private List<Path> train = List.of();
    private List<Path> eval = List.of();
    private List<Path> inference = List.of();
    private List<Path> pretrained = List.of();
    private Optional<Path> parent = Optional.empty();
    private String stopAt;

    Workbench(Path root) {
        this.root = root;
    }

    /** The host wants the action to end. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Workbench train(Path... datasets) {
        train = List.of(datasets);
        return this;
    }

    Workbench eval(Path... datasets) {
        eval = List.of(datasets);
        return this;
    }

    Workbench inference(Path... datasets) {
        inference = List.of(datasets);
        return this;
    }

    Workbench pretrained(Path... models) {
        pretrained = List.of(models);
        return this;
    }

    Workbench parent(String job) {
        parent = Optional.of(results(job));
        return this;
    }

    Workbench alone() {
        parent = Optional.empty();
        return this;
    }

    /** The action is stopped after it has said a line with such a word. */
    Workbench stopAt(String word) {
        stopAt = word;
        return this;
    }

    Path results(String job) {
        return root.resolve("results").resolve(job);
    }

    /** Do an action, or go on with it, and tell what its last status says. */
    String run(String job, String action, String spec) throws Exception {
        Path work = root.resolve("work").resolve(job);
        Files.createDirectories(results(job));
        Files.createDirectories(work);
        ActionTask task = new ActionTask(
                job,
                new ActionTask.Subject("m", "classification_tf2", "", action, ""),
                spec,
                ActionTask.Start.NEW,
                results(job),
                work,
                new ActionTask.Inputs(train, eval, inference, List.of(), pretrained, parent),
                OptionalInt.empty());
        try {
            new Classifier().run(task, this);
        } finally {
            try (var left = Files.list(work)) {
                assertTrue(left.findAny().isEmpty(), "something is left in " + work);
            }
        }
        return lastStatus(job).path("message").asText();
    }

    /** The sentence with which an action is refused; its status tells the same. */
    String refused(String job, String action, String spec) {
        ActionException refusal = assertThrows(ActionException.class, () -> run(job, action, spec));
        assertTrue(lastStatus(job).path("status").asText().equals("FAILURE"));
        assertTrue(lastStatus(job).path("message").asText().equals(refusal.getMessage()));
        return refusal.getMessage();
    }

    JsonNode lastStatus(String job) {
        List<JsonNode> all = statuses(job);
        return all.get(all.size() - 1);
    }

    List<JsonNode> statuses(String job) {
        try {
            List<JsonNode> all = new ArrayList<>();
            for (String line : Files.readAllLines(results(job).resolve("status.json"))) {
                all.add(JSON.readTree(line));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void check() {
        if (stopAt != null && log.stream().anyMatch(line -> line.contains(stopAt))) {
            throw new Stopped();
        }
    }

    @Override
    public synchronized void log(String line) {
        log.add(line);
    }

    @Override
    public boolean isHostStopping() {
        return false;
    }
}
