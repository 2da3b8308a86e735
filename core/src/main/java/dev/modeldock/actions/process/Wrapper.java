package dev.modeldock.actions.process;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The small shell script around a command, up to the moment at which the command begins. Until then it waits for a word
 * from the dock, and ends when the dock does.
 */
final class Wrapper implements AutoCloseable {
    private static final String SCRIPT = "run-command.sh";

    private final Process process;
    private final String mark;

    private Wrapper(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    static byte[] script() throws IOException {
        try (InputStream in = Wrapper.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + SCRIPT);
            }
            return in.readAllBytes();
        }
    }

    /** Start it and wait until it leads its session. */
    static Wrapper launch(List<String> session, Command command, RunDirectory run) throws IOException {
        List<String> all = new ArrayList<>(session);
        long first = Math.max(0, command.firstBytes() - run.log().firstBytes());
        all.addAll(List.of("/bin/sh", run.script().toString(), run.root().toString()));
        all.addAll(List.of("" + first, "" + command.partBytes(), "" + run.log().lastPart()));
        all.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(command.workingDirectory().toFile())
                .redirectErrorStream(true);
        String mark = UUID.randomUUID().toString();
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.environment().put(CommandProcess.MARK, mark);
        Wrapper wrapper = new Wrapper(builder.start(), mark);
        wrapper.expectReady();
        return wrapper;
    }

    private void expectReady() throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1024);
        String line = said.readLine();
        if (!"ready".equals(line)) {
            close();
            throw new DockException(
                    Problem.SERVER_ERROR,
                    "The command could not be started: its shell said '" + line + "' where 'ready' was expected.");
        }
    }

    ProcessIdentity identity(ProcessTable table) throws IOException {
        String birth = table.birth(process.pid())
                .orElseThrow(() -> new DockException(
                        Problem.SERVER_ERROR,
                        "The command could not be started: the system does not tell when its process was."));
        return new ProcessIdentity(process.pid(), birth, mark);
    }

    /** Let the command begin. */
    void go() throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write("go\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Let go of it: a command that has not begun will not. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.getInputStream().close();
    }

    Process process() {
        return process;
    }
}
