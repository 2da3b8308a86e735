package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.services.DataServices;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionTask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A dataset in a directory, and what actions make of it. */
final class RecordWork implements ActionContext {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Map<String, String> subject;
    private final List<String> log = new ArrayList<>();

    RecordWork(Path root, String kind, String format) throws IOException {
        this.root = root;
        this.subject = Map.of("kind", kind, "format", format);
        Files.createDirectories(data());
        Files.createDirectories(root.resolve("work"));
    }

    Path data() {
        return root.resolve("data");
    }

    Path results() {
        return root.resolve("results");
    }

    RecordWork file(String path, String text) throws IOException {
        Path file = data().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    RecordWork image(String path, int width, int height) throws IOException {
        Path file = data().resolve(path);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width / 2, height / 2, 0xFF8800);
        ImageIO.write(image, path.substring(path.lastIndexOf('.') + 1), file.toFile());
        return this;
    }

    /** Do an action; its results are in {@link #results()}. */
    void run(String action, String spec) throws Exception {
        Files.createDirectories(results());
        List<Path> data = List.of(data());
        new DataServices()
                .run(
                        new ActionTask(
                                "job",
                                new ActionTask.Subject("id", subject.get("kind"), subject.get("format"), action, ""),
                                spec,
                                ActionTask.Start.NEW,
                                results(),
                                root.resolve("work"),
                                new ActionTask.Inputs(data, data, data, data, List.of(), Optional.empty()),
                                OptionalInt.empty()),
                        this);
        try (Stream<Path> left = Files.list(root.resolve("work"))) {
            List<Path> files = left.toList();
            if (!files.isEmpty()) {
                throw new AssertionError("left in work: " + files);
            }
        }
    }

    /** Files in the results, by their paths. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(results())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(results().relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        files.remove("status.json");
        return files;
    }

    /** All examples, in the order of the names of their files. */
    List<Map<String, List<Object>>> examples() throws IOException {
        return files().entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith("tfrecords/") && !file.getKey().contains("idx-"))
                .flatMap(file -> RecordReader.examples(file.getValue()).stream())
                .toList();
    }

    /** Lines of the status. */
    List<JsonNode> status() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(results().resolve("status.json"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    JsonNode json(String path) throws IOException {
        return JSON.readTree(results().resolve(path).toFile());
    }

    List<String> log() {
        return log;
    }

    @Override
    public void check() {}

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public boolean isHostStopping() {
        return false;
    }
}
