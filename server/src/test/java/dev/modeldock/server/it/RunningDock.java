package dev.modeldock.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real jar, running as a process of its own on a free port of 127.0.0.1. It can be ended, killed and started again
 * on the same data directory; its log lies beside that directory.
 */
final class RunningDock implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Modeldock is ready at (http://[^\\s/]+:(\\d+))");

    private final Start start;
    private Process process;
    private List<String> printed;
    private String base;

    private RunningDock(Start start) {
        this.start = start;
    }

    /** A server with nothing but a data directory. */
    static RunningDock on(Path data) {
        return with(data).start();
    }

    static Start with(Path data) {
        return new Start(data);
    }

    /** How a server is to be started. */
    static final class Start {
        private final Path data;
        private final List<String> flags = new ArrayList<>();
        private final List<String> jvm = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();

        private Start(Path data) {
            this.data = data.toAbsolutePath();
        }

        Start flags(String... more) {
            flags.addAll(Arrays.asList(more));
            return this;
        }

        Start set(String key, String value) {
            return flags("--set", key + "=" + value);
        }

        Start jvm(String... more) {
            jvm.addAll(Arrays.asList(more));
            return this;
        }

        Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        RunningDock start() {
            RunningDock dock = new RunningDock(this);
            dock.launch();
            return dock;
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(DockCommand.java(jvm.toArray(String[]::new)));
            command.addAll(List.of("--data", data.toString()));
            if (!flags.contains("--port")) {
                command.addAll(List.of("--port", "0"));
            }
            command.addAll(flags);
            return command;
        }
    }

    private void launch() {
        try {
            Files.createDirectories(start.data.getParent());
            ProcessBuilder builder = new ProcessBuilder(start.command())
                    .directory(start.data.getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("MODELDOCK_"));
            builder.environment().putAll(start.environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new AssertionError("could not start " + start.command(), e);
        }
        printed = Collections.synchronizedList(new ArrayList<>());
        base = awaitReady(reader(process, printed));
    }

    private static CompletableFuture<String> reader(Process process, List<String> printed) {
        CompletableFuture<String> first = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    printed.add(line);
                    first.complete(line);
                }
                first.complete("(nothing: it ended)");
            } catch (IOException e) {
                first.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return first;
    }

    private String awaitReady(CompletableFuture<String> first) {
        try {
            String line = first.get(60, TimeUnit.SECONDS);
            Matcher ready = READY.matcher(line);
            if (!ready.matches()) {
                kill9();
                throw new AssertionError("no ready line but: " + line + "\n" + log());
            }
            return ready.group(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while starting", e);
        } catch (ExecutionException | TimeoutException e) {
            kill9();
            throw new AssertionError("the server was not ready in 60 s:\n" + log(), e);
        }
    }

    /** A client of this server that presents no key. */
    Http http() {
        return new Http(base);
    }

    /** The import session as a client sees it. */
    ImportClient imports() {
        return new ImportClient(http());
    }

    int port() {
        return Integer.parseInt(base.substring(base.lastIndexOf(':') + 1));
    }

    long pid() {
        return process.pid();
    }

    Path data() {
        return start.data;
    }

    /** The lines of standard output since the last start. */
    List<String> printed() {
        synchronized (printed) {
            return List.copyOf(printed);
        }
    }

    Path logFile() {
        return start.data.resolveSibling(start.data.getFileName() + ".log");
    }

    /** All of standard error, over all starts. */
    String log() {
        try {
            return Files.readString(logFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("no log", e);
        }
    }

    /** Lines of the log that tell of a fault of the server's own. */
    List<String> faults() {
        return log().lines()
                .filter(line -> Pattern.compile("\\bERROR\\b|OutOfMemoryError|StackOverflowError")
                        .matcher(line)
                        .find())
                .toList();
    }

    JsonNode health() {
        return http().get("/health").expect(200).json();
    }

    /** Kill without a warning and wait until it is gone. */
    void kill9() {
        process.destroyForcibly();
        gone(Duration.ofSeconds(20));
    }

    /** Ask it to end (SIGTERM) and answer how long that took. */
    Duration terminate() {
        long begin = System.nanoTime();
        process.destroy();
        gone(Duration.ofSeconds(30));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Start again on the same data directory, with the same flags; the port may be another. */
    void startAgain() {
        if (process.isAlive()) {
            throw new IllegalStateException("end it first");
        }
        launch();
    }

    private void gone(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
                throw new AssertionError("the server did not end in " + patience + "\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while ending the server", e);
        }
    }

    /** Files below {@code blobs/}, by their names. */
    TreeSet<String> blobs() {
        return filesBelow(start.data.resolve("blobs"));
    }

    /** Whatever lies below {@code staging/}, directories counted. */
    TreeSet<String> staging() {
        return below(start.data.resolve("staging"), true);
    }

    /** Bytes of all files below the data directory but the database's own. */
    long storedBytes() {
        return Stream.concat(
                        filesBelow(start.data.resolve("blobs")).stream().map(start.data.resolve("blobs")::resolve),
                        filesBelow(start.data.resolve("staging")).stream().map(start.data.resolve("staging")::resolve))
                .map(Path::toFile)
                .mapToLong(File::length)
                .sum();
    }

    private static TreeSet<String> filesBelow(Path directory) {
        return below(directory, false);
    }

    private static TreeSet<String> below(Path directory, boolean directoriesToo) {
        if (!Files.isDirectory(directory)) {
            return new TreeSet<>();
        }
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> !path.equals(directory))
                    .filter(path -> directoriesToo || !Files.isDirectory(path))
                    .map(path -> directory.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (java.io.UncheckedIOException | NoSuchFileException e) {
            return below(directory, directoriesToo); // something was swept while we looked
        } catch (IOException e) {
            throw new AssertionError("cannot look into " + directory, e);
        }
    }

    /** End it if it still runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            gone(Duration.ofSeconds(30));
        }
    }
}
