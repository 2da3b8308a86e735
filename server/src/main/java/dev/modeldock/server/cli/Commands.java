package dev.modeldock.server.cli;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import dev.modeldock.server.config.Config;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line {@code modeldock [serve] | keys … | actions …}. Whatever goes wrong is one sentence on standard error; the
 * exit code is 0, or 2 when the command was wrong, or 1 when it failed.
 */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int USAGE = 2;
    private static final int FAILURE = 1;

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

    public Commands(Parts parts, Map<String, String> environment) {
        this(parts, environment, new Console(System.out, System.err));
    }

    Commands(Parts parts, Map<String, String> environment, Console console) {
        this.parts = parts;
        this.environment = environment;
        this.console = console;
    }

    /** Run one command to its end and tell the exit code. */
    public int run(String... args) {
        try {
            CommandSpec root = ConfigFlags.spec("modeldock");
            CommandLine line = new CommandLine(root);
            line.addSubcommand("serve", ConfigFlags.spec("serve"));
            line.addSubcommand("keys", KeysCommand.line());
            line.addSubcommand("actions", ActionsCommand.line());
            return perform(line.parseArgs(args));
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

    private int perform(ParseResult parsed) {
        boolean help = false;
        boolean version = false;
        for (ParseResult each = parsed; each != null; each = each.hasSubcommand() ? each.subcommand() : null) {
            help |= each.hasMatchedOption("--help");
            version |= each.hasMatchedOption("--version");
        }
        if (help) {
            console.out().print(HelpText.text());
            return 0;
        }
        if (version) {
            console.out().println("modeldock " + parts.version());
            return 0;
        }
        Config config = new ConfigFlags(environment).config(parsed);
        return switch (parsed.hasSubcommand()
                ? parsed.subcommand().commandSpec().name()
                : "serve") {
            case "keys" -> new KeysCommand(parts.keys(), console).run(config, parsed.subcommand());
            case "actions" -> new ActionsCommand(parts.packs(), console).run(config, parsed.subcommand());
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
            if (!found.startsWith("-") && !spec.subcommands().isEmpty()) {
                known = spec.subcommands().keySet();
            }
            return (found.startsWith("-") ? "The flag " : "The word ") + found + " is not known; the nearest is "
                    + Spelling.nearest(found, known) + ". --help lists all of them.";
        }
        return e.getMessage() + ". --help lists all flags.";
    }
}
