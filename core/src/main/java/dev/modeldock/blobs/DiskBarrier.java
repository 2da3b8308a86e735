package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes everything that was written to a file system durable in one go, where the machine has a program for that:
 * {@code sync -f}, which is {@code syncfs(2)}. For thousands of small files that is one wait instead of thousands.
 */
final class DiskBarrier {
    private static final Logger LOG = LoggerFactory.getLogger(DiskBarrier.class);
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/sync"), Path.of("/bin/sync"));
    private static final long LONGEST_MINUTES = 10;

    private DiskBarrier() {}

    /** Pass it for the file system of a directory; false when this machine cannot, and nothing is known to be durable. */
    static boolean pass(Path directory) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        for (Path program : PROGRAMS) {
            if (Files.isExecutable(program)) {
                return run(program, directory);
            }
        }
        return false;
    }

    private static boolean run(Path program, Path directory) throws IOException, InterruptedException {
        Process sync = new ProcessBuilder(program.toString(), "-f", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean passed = sync.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) && sync.exitValue() == 0;
            if (!passed) {
                LOG.debug("{} -f did not end well; each file is forced by itself", program);
            }
            return passed;
        } finally {
            sync.destroyForcibly();
        }
    }
}
