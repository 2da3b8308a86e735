package dev.modeldock.server.cli.command;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** One word of the command line. Made only when it is asked for, so that the others cost nothing. */
public interface Command {
    /** Its options, parameters and help; {@link Words} has what they share. */
    CommandSpec spec();

    /**
     * Do it.
     *
     * @return how it ended
     * @throws CommandFailure with the sentence for standard error
     */
    ExitCode run(Call call) throws IOException, InterruptedException;
}
