package dev.modeldock.fakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real git, run in a repository with no configuration but the repository's own. */
final class GitProgram {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_AUTHOR_NAME", "Some One",
            "GIT_AUTHOR_EMAIL", "one@example.org",
            "GIT_COMMITTER_NAME", "Some One",
            "GIT_COMMITTER_EMAIL", "one@example.org",
            "LC_ALL", "C");

    private final Path repository;

    GitProgram(Path repository) {
        this.repository = repository;
    }

    /** Whether git is there, and can serve HTTP. */
    static boolean available() {
        try {
            GitProgram git = new GitProgram(Path.of("."));
            Result result = git.run(null, "--exec-path");
            return result.code() == 0 && Files.isExecutable(Path.of(result.text(), "git-http-backend"));
        } catch (IOException e) {
            // No such program: that is the answer.
            return false;
        }
    }

    /** What it printed and how it ended. */
    record Result(int code, byte[] out) {
        String text() {
            return new String(out, StandardCharsets.UTF_8).strip();
        }
    }

    /** Writes what git shall read. */
    interface Input {
        void to(OutputStream in) throws IOException;
    }

    /** A builder of the program in this repository; its standard error goes nowhere unless told otherwise. */
    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(ENVIRONMENT);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Run to a good end. */
    String done(Input input, String... arguments) {
        try {
            Path errors = Files.createTempFile("fake-git", ".err");
            try {
                ProcessBuilder command = command(arguments).redirectError(errors.toFile());
                Result result = run(input, command);
                if (result.code() != 0) {
                    throw new IllegalStateException(
                            command.command() + " ended with " + result.code() + ": " + Files.readString(errors));
                }
                return result.text();
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String done(String... arguments) {
        return done(null, arguments);
    }

    Result run(Input input, String... arguments) throws IOException {
        return run(input, command(arguments));
    }

    private static Result run(Input input, ProcessBuilder command) throws IOException {
        Process process = command.start();
        IOException unread = write(input, process);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        try {
            int code = process.waitFor();
            if (code == 0 && unread != null) {
                throw unread;
            }
            return new Result(code, out.toByteArray());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while git ran");
        }
    }

    /** What stopped the input, if anything did: a git that gave up says more with its exit code and words. */
    private static IOException write(Input input, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            if (input != null) {
                input.to(in);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
