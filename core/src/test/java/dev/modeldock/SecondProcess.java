package dev.modeldock;

import dev.modeldock.files.DataDirectory;
import dev.modeldock.problems.DockException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that wants the data directory; tells whether it got it. */
final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(attempt(Path.of(arguments[0])).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String attempt(Path directory) throws IOException {
        try (DataDirectory taken = DataDirectory.open(directory)) {
            return taken.root() == null ? "" : "OPEN";
        } catch (DockException refused) {
            return refused.problem().name();
        }
    }
}
