package dev.modeldock.server.cli;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.terminal.Terminals;
import dev.modeldock.server.config.Config;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Whatever goes wrong is one sentence on standard error; {@link ExitCode} has the exit codes.
 */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int USAGE = ExitCode.USAGE.number();
    private static final int FAILURE = ExitCode.FAILED.number();
    /** Words that need no running dock, in the order in which help shows them. */
    private static final List<String> LOCAL = List.of("serve", "keys", "actions", "doctor", "completion");

    /**
     * What the commands set in motion.
     *
     * @param server starts the dock
     * @param keys opens the keys of a data directory
     * @param packs looks after its action packs
     * @param version of this build
     */
    public record Parts(
            Function<Config, RunningServer> server,
            Function<Config, KeyDesk> keys,
            Function<Config, PackDesk> packs,
            String version) {}

    private final Parts parts;
    private final Map<String, String> environment;
    private final Console console;
    private final Screen screen;

    public Commands(Parts parts, Map<String, String> environment) {
        this(parts, environment, new Console(System.out, System.err), Terminals.ofThisProcess());
    }

    Commands(Parts parts, Map<String, String> environment, Console console) {
        this(parts, environment, console, Terminals.NONE);
    }

    private Commands(Parts parts, Map<String, String> environment, Console console, Terminals terminals) {
        this.parts = parts;
        this.environment = environment;
        this.console = console;
        this.screen = new Screen(console.out(), console.err(), terminals, environment);
    }

    /** Run one command to its end and tell the exit code. */
    public int run(String... args) {
        try {
            return perform(line(args).parseArgs(args));
        } catch (ParameterException e) {
            return refuse(e, sentence(e), USAGE);
        } catch (DockException e) {
            return refuse(e, e.getMessage(), e.problem() == Problem.VALIDATION_ERROR ? USAGE : FAILURE);
        } catch (RuntimeException e) {
            return refuse(
                    e,
                    "The server failed: " + e.getClass().getSimpleName()
                            + "; run with --set log.level=debug to see the cause.",
                    FAILURE);
        }
    }

    /** The commands that the words may name; the others are left out, since making them takes time. */
    private static CommandLine line(String... args) {
        CommandLine line = new CommandLine(ConfigFlags.spec("modeldock"));
        if (args.length > 0 && RemoteCommands.NAMES.contains(args[0])) {
            RemoteCommands.addTo(line, args[0]);
            return line;
        }
        addLocal(line);
        Arrays.stream(args)
                .filter(RemoteCommands.NAMES::contains)
                .distinct()
                .forEach(name -> RemoteCommands.addTo(line, name));
        return line;
    }

    private static void addLocal(CommandLine line) {
        line.addSubcommand("serve", ConfigFlags.spec("serve"));
        line.addSubcommand("keys", KeysCommand.line());
        line.addSubcommand("actions", ActionsCommand.line());
        line.addSubcommand("doctor", DoctorCommand.spec());
        line.addSubcommand("completion", CompletionCommand.spec());
    }

    /** All words that there are, as a shell completes them. */
    private static CommandLine all() {
        CommandLine line = new CommandLine(ConfigFlags.spec("modeldock"));
        addLocal(line);
        RemoteCommands.NAMES.forEach(name -> RemoteCommands.addTo(line, name));
        return line;
    }

    private int perform(ParseResult parsed) {
        if (parsed.hasSubcommand()
                && RemoteCommands.NAMES.contains(
                        parsed.subcommand().commandSpec().name())) {
            return new RemoteCommands(screen, environment).run(parsed.subcommand());
        }
        ParseResult last = parsed;
        boolean help = parsed.hasMatchedOption("--help");
        boolean version = parsed.hasMatchedOption("--version");
        while (last.hasSubcommand()) {
            last = last.subcommand();
            help |= last.hasMatchedOption("--help");
            version |= last.hasMatchedOption("--version");
        }
        if (help) {
            help(last.commandSpec());
            return 0;
        }
        if (version) {
            console.out().println("modeldock " + parts.version());
            return 0;
        }
        return perform(
                parsed,
                parsed.hasSubcommand() ? parsed.subcommand().commandSpec().name() : "serve");
    }

    /** The dock itself is described with its table of keys. */
    private void help(CommandSpec command) {
        if (command.parent() == null || command.name().equals("serve")) {
            console.out().print(HelpText.text());
        } else {
            command.commandLine().usage(console.out(), screen.isColoured() ? Ansi.ON : Ansi.OFF);
        }
    }

    private int perform(ParseResult parsed, String name) {
        if (name.equals("completion")) {
            return new CompletionCommand(screen).run(parsed.subcommand(), all());
        }
        Config config = new ConfigFlags(environment).config(parsed);
        return switch (name) {
            case "keys" -> new KeysCommand(parts.keys(), console).run(config, parsed.subcommand());
            case "actions" -> new ActionsCommand(parts.packs(), console).run(config, parsed.subcommand());
            case "doctor" -> new DoctorCommand(screen).run(config, parsed.subcommand());
            default -> new ServeCommand(parts.server(), console).run(config);
        };
    }

    private int refuse(RuntimeException cause, String sentence, int exitCode) {
        LOG.debug("The command failed", cause);
        console.err().println(sentence);
        return exitCode;
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String found = unmatched.getUnmatched().get(0).replaceAll("=.*", "");
            CommandSpec spec = e.getCommandLine().getCommandSpec();
            Set<String> known = new TreeSet<>(spec.optionsMap().keySet());
            if (!found.startsWith("-")) {
                if (spec.subcommands().isEmpty()) {
                    return "The word " + found + " is one too many. --help tells what is expected.";
                }
                known = new TreeSet<>(spec.subcommands().keySet());
                if (spec.parent() == null) {
                    known.addAll(LOCAL);
                    known.addAll(RemoteCommands.NAMES);
                }
            }
            return (found.startsWith("-") ? "The flag " : "The word ") + found + " is not known; the nearest is "
                    + Spelling.nearest(found, known) + ". --help lists all of them.";
        }
        return e.getMessage() + ". --help lists all flags.";
    }
}
