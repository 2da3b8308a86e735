package dev.modeldock.actions.process;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a program is started as the leader of a session of its own, so that all its children get a signal at once, and
 * the end of the dock's terminal is none of its business.
 */
final class Sessions {
    private static final List<String> USUAL = List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin");

    private Sessions() {}

    /**
     * What to put before the program: {@code setsid}, or where there is none, as on macOS, Perl, which is there.
     *
     * @throws DockException SERVER_ERROR when there is neither
     */
    static List<String> prefix() {
        return setsid().or(Sessions::perl)
                .orElseThrow(() -> new DockException(
                        Problem.SERVER_ERROR,
                        "Commands cannot be run here: neither setsid nor perl was found, one of which is needed to"
                                + " stop a command with all its children. Install util-linux."));
    }

    static Optional<List<String>> setsid() {
        return find("setsid").map(List::of);
    }

    static Optional<List<String>> perl() {
        return find("perl")
                .map(perl -> List.of(
                        perl,
                        "-MPOSIX",
                        "-e",
                        "POSIX::setsid() > 0 or die \"setsid: $!\"; exec {$ARGV[0]} @ARGV;",
                        "--"));
    }

    private static Optional<String> find(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(USUAL.stream(), Stream.of(path.split(File.pathSeparator)))
                .flatMap(directory -> at(directory, program).stream())
                .findFirst();
    }

    private static Optional<String> at(String directory, String program) {
        try {
            Path place = Path.of(directory, program);
            boolean there = place.isAbsolute() && Files.isRegularFile(place) && Files.isExecutable(place);
            return there ? Optional.of(place.toString()) : Optional.empty();
        } catch (InvalidPathException odd) {
            return Optional.empty();
        }
    }
}
