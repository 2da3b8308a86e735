package dev.modeldock.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command at a pseudo-terminal, which {@code script} of util-linux gives it; a test reads it and types. */
final class Pty implements AutoCloseable {
    private final Process process;
    private final StringBuffer seen = new StringBuffer();
    private final Thread reader;

    private Pty(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "pty");
        reader.setDaemon(true);
        reader.start();
    }

    static void need() {
        Tools.need("script");
    }

    /** Words of the command must need no quoting in a shell. */
    static Pty of(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", String.join(" ", command), "/dev/null")
                    .redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("MODELDOCK_") || name.equals("NO_COLOR"));
            builder.environment().put("TERM", "xterm");
            builder.environment().putAll(environment);
            return new Pty(builder.start());
        } catch (IOException e) {
            throw new AssertionError("could not start " + command, e);
        }
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try (InputStream out = process.getInputStream()) {
            for (int count; (count = out.read(buffer)) >= 0; ) {
                seen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            seen.append("(").append(e).append(")");
        }
    }

    /** Wait until it shows this. */
    Pty shows(String text) {
        Await.until("the terminal shows " + text, seen::toString, all -> all.contains(text));
        return this;
    }

    Pty types(String line) {
        try {
            OutputStream keys = process.getOutputStream();
            keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            keys.flush();
            return this;
        } catch (IOException e) {
            throw new AssertionError("nobody reads what is typed", e);
        }
    }

    /** All that it showed, once it has ended so. */
    String ends(int exit) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end: " + seen);
            }
            reader.join(10_000);
            if (process.exitValue() != exit) {
                throw new AssertionError("it ended with " + process.exitValue() + ": " + seen);
            }
            return seen.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
