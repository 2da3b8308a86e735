package dev.modeldock.actions.process;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command that runs as a process of its own. It goes on when the dock ends, also when that is killed; a later dock
 * {@linkplain #attach finds it again}, for all that is known of it lies in its directory: who runs it, what it says, and
 * in the end its exit code.
 *
 * <p>A command begins only after it was noted who runs it, so that none ever runs that a dock does not know of.
 */
public final class CommandProcess {
    /** What a command usually gets to tidy up in before it is killed. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /** In the environment of the command and its children, to find those that leave the group. */
    static final String MARK = "MODELDOCK_RUN";

    private final RunDirectory run;
    private final Optional<ProcessIdentity> identity;
    private final ProcessTable table;

    private CommandProcess(RunDirectory run, Optional<ProcessIdentity> identity, ProcessTable table) {
        this.run = run;
        this.identity = identity;
        this.table = table;
    }

    /**
     * Start a command. What an earlier run in the same directory said stays in the log, before what this one says.
     *
     * @param directory for this run alone, not where the command writes its results; made when it is not there
     * @throws DockException CONFLICT when the command of an earlier run is still there; SERVER_ERROR when this system
     *     cannot run commands
     * @throws IOException when the directory cannot be written or a process not be made
     */
    public static CommandProcess start(Command command, Path directory) throws IOException {
        return start(command, directory, ProcessTable.ofThisSystem(), Sessions.prefix());
    }

    static CommandProcess start(Command command, Path directory, ProcessTable table, List<String> session)
            throws IOException {
        RunDirectory run = new RunDirectory(directory.toAbsolutePath());
        CommandProcess earlier = attach(directory, table);
        if (!earlier.isGone()) {
            throw new DockException(
                    Problem.CONFLICT,
                    "An earlier run of this command is still there, as the group of the process "
                            + earlier.identity.get().pid() + ". Stop it first.");
        }
        run.begin(Wrapper.script());
        try (Wrapper wrapper = Wrapper.launch(session, command, run)) {
            ProcessIdentity identity = wrapper.identity(table);
            run.note(identity);
            wrapper.go();
            return new CommandProcess(run, Optional.of(identity), table);
        }
    }

    /** The command that was last started in this directory, by this dock or an earlier one; perhaps long gone. */
    public static CommandProcess attach(Path directory) throws IOException {
        return attach(directory, ProcessTable.ofThisSystem());
    }

    static CommandProcess attach(Path directory, ProcessTable table) throws IOException {
        RunDirectory run = new RunDirectory(directory.toAbsolutePath());
        return new CommandProcess(run, run.identity(), table);
    }

    /** Who runs it; empty when nothing was ever started in the directory. */
    public Optional<ProcessIdentity> identity() {
        return identity;
    }

    /** How it is now. Once it has exited, some of its children may be there still: {@link #stop} ends them. */
    public CommandState poll() throws IOException {
        boolean runs = identity.isPresent() && table.isAlive(identity.get());
        // Looked at after the process: its code comes before its end.
        OptionalInt code = run.exitCode();
        if (code.isPresent()) {
            return CommandState.exited(code.getAsInt());
        }
        return runs ? CommandState.RUNNING : CommandState.VANISHED;
    }

    /** Whether neither it nor any child of it that can be found is there. Its log is whole then. */
    public boolean isGone() throws IOException {
        return identity.isEmpty() || new Stopping(table, identity.get()).isGone();
    }

    /**
     * End it with all its children: TERM to all at once, and after the grace KILL to those that are there still. To be
     * called after its own end too, for the sake of its children.
     *
     * @return false when some are there after 10 s of KILL, as when they wait for a disk that does not answer
     * @throws InterruptedException when the thread was asked to stop; TERM was sent then, KILL perhaps not
     */
    public boolean stop(Duration grace) throws IOException, InterruptedException {
        return identity.isEmpty() || new Stopping(table, identity.get()).stop(grace);
    }

    /** What it says. */
    public CommandLog log() {
        return run.log();
    }
}
