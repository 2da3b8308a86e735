package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Programs of the machine that the tests call as outside witnesses. */
final class Tools {
    private Tools() {}

    static boolean installed(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Whether it is there; where {@code CI=true} it must be. */
    static boolean has(String program) {
        boolean found = installed(program);
        assertTrue(found || !"true".equals(System.getenv("CI")), () -> "CI must have " + program + " installed");
        return found;
    }

    static void need(String program) {
        assumeTrue(has(program), () -> program + " is not installed; this test asks it as a witness");
    }

    /** Run it to its end; it must end well. */
    static String run(String... command) {
        DockCommand done = DockCommand.finish(List.of(command), Map.of());
        assertEquals(0, done.exit(), () -> String.join(" ", command) + "\n" + done.err());
        return done.out();
    }
}
