package dev.modeldock.actions.process;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be run. Nothing of it is read by a shell.
 *
 * @param arguments the program, found on the {@code PATH} that is given, and its arguments
 * @param environment all that the command sees of an environment, but for a mark of ours, and {@code PATH} with the
 *     usual directories at its end; the dock's own is not handed on
 * @param workingDirectory must be there
 * @param logBytes how much of its output is kept, at least 64 KiB
 */
public record Command(List<String> arguments, Map<String, String> environment, Path workingDirectory, long logBytes) {
    private static final long LEAST_LOG = 64 << 10;

    /** @throws DockException VALIDATION_ERROR when there is no program, or one that would be taken for an option */
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()
                || arguments.get(0).isBlank()
                || arguments.get(0).startsWith("-")) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The command names no program: "
                            + (arguments.isEmpty() ? "it is empty" : "it begins with '" + arguments.get(0) + "'")
                            + ". Begin it with the name or the path of a program.");
        }
        if (logBytes < LEAST_LOG) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The log may take " + logBytes + " bytes, which is too few; give at least " + LEAST_LOG + ".");
        }
    }

    /** How much of the beginning is kept. */
    long firstBytes() {
        return logBytes / 2;
    }

    /** How long the parts are of which the last two are kept. */
    long partBytes() {
        return logBytes / 4;
    }
}
