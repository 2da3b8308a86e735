package dev.modeldock.server.actions;

import dev.modeldock.spi.ActionContext;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that an action leaves out: listed in {@code skipped_files.txt} of its results, told with the reason in its log. */
public final class SkippedFiles implements Closeable {
    private static final String NAME = "skipped_files.txt";

    private final Path file;
    private final FewLines log;
    private BufferedWriter list;

    public SkippedFiles(Path results, ActionContext context) {
        this.file = results.resolve(NAME);
        this.log = new FewLines(context::log);
    }

    /** @param why goes on after the name: {@code is not there} */
    public void add(String name, String why) throws IOException {
        if (list == null) {
            list = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        }
        list.write(name + "\n");
        log.say(name + " " + why + ". It is left out.");
    }

    /** How many there are. */
    public long count() {
        return log.count();
    }

    @Override
    public void close() throws IOException {
        if (list != null) {
            list.close();
            log.end();
        }
    }
}
