package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine, run for its verdict. A test that needs a missing one is skipped with a sentence. */
final class Tool {
    private final String program;
    private final Path work;

    Tool(String program, Path work) {
        boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        Assumptions.assumeTrue(found, program + " is not installed, so its verdict is not asked for");
        this.program = program;
        this.work = work;
    }

    /** Run to a good end without a word on standard error; give what it printed. */
    byte[] output(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(work, "tool", ".out");
        Path err = Files.createTempFile(work, "tool", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        assertEquals(0, exitOf(process), () -> command + " said: " + text(err) + text(out));
        assertEquals("", text(err), () -> command + " complained");
        return Files.readAllBytes(out);
    }

    String text(String... arguments) throws IOException {
        return new String(output(arguments), StandardCharsets.UTF_8);
    }

    private static int exitOf(Process process) {
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the tool did not end within a minute");
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
