package dev.modeldock.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real jar as a command that ends: what it printed and how it ended. */
record DockCommand(int exit, String out, String err) {
    /** Run {@code java -jar modeldock.jar ARGS} to its end, at most 60 s. */
    static DockCommand run(String... args) {
        return run(Map.of(), args);
    }

    static DockCommand run(Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(java());
        command.addAll(Arrays.asList(args));
        return finish(command, environment);
    }

    /** The JVM of these tests, set to run the jar that was built. */
    static List<String> java(String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(jvmOptions));
        command.add("-jar");
        command.add(jar().toString());
        return command;
    }

    static Path jar() {
        String jar = System.getProperty("modeldock.jar");
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new AssertionError("the system property modeldock.jar must name the built jar, and is: " + jar);
        }
        return Path.of(jar).toAbsolutePath();
    }

    /** Any command to its end, at most 60 s. */
    static DockCommand finish(List<String> command, Map<String, String> environment) {
        return finish(command, environment, Duration.ofSeconds(60));
    }

    /** Any command to its end, at most so long. */
    static DockCommand finish(List<String> command, Map<String, String> environment, Duration patience) {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("MODELDOCK_"));
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(command + " did not end in " + patience + ":\n" + read(out) + read(err));
                }
                return new DockCommand(process.exitValue(), read(out), read(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new AssertionError("could not run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
