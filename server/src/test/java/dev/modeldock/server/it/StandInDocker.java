package dev.modeldock.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The script that stands in for docker, its images and a graphics card; see src/test/docker. */
record StandInDocker(Path root) {
    private static final Path SCRIPTS = Path.of("src/test/docker").toAbsolutePath();
    static final String IMAGES = "nvcr.io/nvidia/tao/tao-toolkit:5.0.0-";

    static StandInDocker at(Path root) throws IOException {
        StandInDocker docker = new StandInDocker(root);
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("toolkit"));
        Files.createDirectories(docker.state("containers"));
        for (String program : List.of("docker", "nvidia-smi")) {
            Files.copy(
                    SCRIPTS.resolve(program), root.resolve("bin").resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String network : List.of("detectnet_v2", "dino", "classification_pyt")) {
            Files.copy(
                    SCRIPTS.resolve("toolkit"),
                    root.resolve("toolkit").resolve(network),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(docker.state("images"), IMAGES + "tf1.15.5\n" + IMAGES + "pyt\n");
        return docker;
    }

    /** In place of the PATH of this machine. */
    String path() {
        return root.resolve("bin") + ":/usr/bin:/bin";
    }

    Path state(String name) {
        return root.resolve("docker-state").resolve(name);
    }

    /** Make a flag, such as {@code down}. */
    void set(String flag) throws IOException {
        Files.createFile(state(flag));
    }

    void unset(String flag) throws IOException {
        Files.deleteIfExists(state(flag));
    }

    /** What happened to the containers of a job, in order: its ids when it was run, or {@code stop}. */
    List<String> history(String job) throws IOException {
        if (!Files.exists(state("history"))) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(state("history"))) {
            return lines.filter(line -> line.contains("modeldock-" + job))
                    .map(line -> line.startsWith("stop ") ? "stop" : line.substring(line.indexOf(' ') + 1))
                    .toList();
        }
    }

    /** Names of the containers that run now. */
    List<String> running() throws IOException {
        try (Stream<Path> names = Files.list(state("names"))) {
            return names.map(name -> name.getFileName().toString()).toList();
        }
    }

    /** How the only container of a job was run. */
    Container container(String job) throws IOException {
        List<String> ids = history(job);
        if (ids.size() != 1) {
            throw new AssertionError("expected one container of " + job + ", and found " + ids);
        }
        return new Container(state("containers").resolve(ids.get(0)));
    }

    /** What was asked of docker for one container. */
    record Container(Path box) {
        Map<String, String> options() {
            Map<String, String> options = new TreeMap<>();
            lines("options")
                    .forEach(line -> options.merge(
                            line.substring(0, line.indexOf('=')),
                            line.substring(line.indexOf('=') + 1),
                            (a, b) -> a + " " + b));
            return options;
        }

        /** The entry point and its arguments. */
        List<String> command() {
            return lines("command");
        }

        /** Arguments of the toolkit's program, from its name on. */
        List<String> called() {
            List<String> command = command();
            return command.subList(5, command.size());
        }

        List<String> mounts() {
            return lines("mounts").stream().sorted().toList();
        }

        String environment() {
            return String.join("\n", lines("env"));
        }

        private List<String> lines(String file) {
            try {
                return Files.readAllLines(box.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
