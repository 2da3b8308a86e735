package dev.modeldock.server.actions.labels;

import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A dataset that a test draws, and services that are tried on it. */
public final class TinyDataset {
    /** Its directory is called so, as that of a real one is by its id. */
    public static final String ID = "11111111-2222-4333-8444-555555555555";

    private final Path temp;
    private final Path data;
    private int runs;

    /** @param temp an empty directory */
    public TinyDataset(Path temp) {
        this.temp = temp;
        this.data = temp.resolve("inputs").resolve(ID);
    }

    public Path data() {
        return data;
    }

    /** An image of one colour with a border. */
    public TinyDataset image(String name, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0x336699));
        graphics.fillRect(1, 1, width - 2, height - 2);
        graphics.dispose();
        try {
            Path file = made("images/" + name);
            String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
            if (!ImageIO.write(image, kind, file.toFile())) {
                throw new AssertionError("no writer for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public TinyDataset label(String name, String rows) {
        return file("labels/" + name, rows);
    }

    public TinyDataset file(String path, String text) {
        try {
            Files.writeString(made(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private Path made(String path) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }

    /** What came of a service. */
    public record Tried(Path results, String message, List<String> log) {
        public String text(String path) {
            try {
                return Files.readString(results.resolve(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All files but the status, by their paths. */
        public List<String> files() {
            try (Stream<Path> found = Files.walk(results)) {
                return found.filter(Files::isRegularFile)
                        .map(file -> results.relativize(file).toString())
                        .filter(name -> !name.equals("status.json"))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public boolean said(String part) {
            return log.stream().anyMatch(line -> line.contains(part));
        }
    }

    /** Do an action of a service on it. */
    public Tried run(DataService service, String kind, String action, String spec)
            throws ActionException, IOException, InterruptedException {
        return run(service, kind, action, spec, () -> {});
    }

    /** @param check what the host answers when it is asked */
    public Tried run(DataService service, String kind, String action, String spec, Runnable check)
            throws ActionException, IOException, InterruptedException {
        Path home = temp.resolve("run-" + runs++);
        Path results = Files.createDirectories(home.resolve("results"));
        Path work = Files.createDirectories(home.resolve("work"));
        List<String> log = new CopyOnWriteArrayList<>();
        ActionTask task = new ActionTask(
                "99999999-2222-4333-8444-555555555555",
                new ActionTask.Subject("model", kind, "", action, ""),
                spec,
                ActionTask.Start.NEW,
                results,
                work,
                new ActionTask.Inputs(
                        List.of(), List.of(), List.of(data), List.of(), List.of(), java.util.Optional.empty()),
                OptionalInt.empty());
        ServiceRun run = new ServiceRun(
                task, TaskSpec.of(spec), new StatusFile(results, Clock.systemUTC()), new Context(log, check));
        String message = service.perform(run);
        try (Stream<Path> left = Files.list(work)) {
            List<Path> rest = left.toList();
            if (!rest.isEmpty()) {
                throw new AssertionError("left in the directory for work: " + rest);
            }
        }
        return new Tried(results, message, log);
    }

    private record Context(List<String> lines, Runnable asked) implements ActionContext {
        @Override
        public void check() {
            asked.run();
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }

        @Override
        public boolean isHostStopping() {
            return false;
        }
    }
}
