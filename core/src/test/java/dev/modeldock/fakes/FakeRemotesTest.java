package dev.modeldock.fakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fakes as a program of their own, and the real clients against them. */
class FakeRemotesTest {
    @TempDir
    private Path work;

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeRemotes.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> addresses(Process process) throws Exception {
        BufferedReader out = process.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            assertTrue(line != null, "the program ended before it was ready");
            lines.add(line);
        }
        return lines;
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private void run(String... command) throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command[0])));
        assumeTrue(there, command[0] + " is not installed");
        Process process =
                new ProcessBuilder(command).directory(work.toFile()).inheritIO().start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }

    private void endWithInput(Process process) throws Exception {
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it did not end with its input");
        assertEquals(0, process.exitValue());
    }

    @Test
    void servesGeneratedWeightsToCurl() throws Exception {
        Process process = start("hub", "2", "20000000");
        try {
            List<String> lines = addresses(process);
            List<String> weights = lines.stream()
                    .filter(line -> line.endsWith(".safetensors"))
                    .map(line -> line.substring("file=".length()))
                    .toList();
            run(
                    "curl",
                    "-sSfL",
                    "--no-progress-meter",
                    "--noproxy",
                    "*",
                    "-Z",
                    "-O",
                    weights.get(0),
                    "-O",
                    weights.get(1));
            for (int i = 1; i <= 2; i++) {
                Path file = work.resolve("model-0000" + i + "-of-00002.safetensors");
                assertEquals(
                        Content.safetensors(i, 20_000_000).sha256(),
                        Content.of(file).sha256());
            }
            endWithInput(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void servesSmallFilesToGit() throws Exception {
        assumeTrue(FakeGitHub.available(), "git is not installed, or cannot serve HTTP");
        Process process = start("github", "300", "100");
        try {
            run("git", "-c", "http.proxy=", "clone", "-q", "--depth", "1", value(addresses(process), "clone"), "a");
            assertTrue(Files.size(work.resolve("a/pytorch_model.bin")) > 1000, "no pointer");
            assertTrue(Files.exists(work.resolve("a/d0002/f00299.txt")));
            endWithInput(process);
        } finally {
            process.destroyForcibly();
        }
    }
}
