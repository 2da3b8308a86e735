package dev.modeldock.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes of this machine, by what stands in their command lines. */
final class Processes {
    private Processes() {}

    /** Command lines that name this, such as the id of a job. */
    static List<String> naming(String word) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .map(Processes::commandLine)
                    .filter(line -> line.contains(word))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot look for processes", e);
        }
    }

    private static String commandLine(Path process) {
        try {
            byte[] line = Files.readAllBytes(process.resolve("cmdline"));
            return process.getFileName() + " " + new String(line, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    static void awaitNone(String word) {
        Await.until("no process of " + word, () -> naming(word), List::isEmpty);
    }
}
