package dev.modeldock.server.cli;

import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.imports.ImportCommand;
import dev.modeldock.server.cli.jobs.JobsCommand;
import dev.modeldock.server.cli.models.ExportCommand;
import dev.modeldock.server.cli.models.LsCommand;
import dev.modeldock.server.cli.models.RmCommand;
import dev.modeldock.server.cli.models.ShowCommand;
import dev.modeldock.server.cli.models.VerifyCommand;
import dev.modeldock.server.cli.push.PushCommand;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.cli.training.DatasetsCommand;
import dev.modeldock.server.cli.training.TrainCommand;
import dev.modeldock.server.cli.upkeep.GcCommand;
import dev.modeldock.server.cli.upkeep.OpenApiCommand;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** The commands that ask a running dock. Each is made when it is named, so that the others cost nothing. */
final class RemoteCommands {
    /** Their names, in the order in which help shows them. */
    static final List<String> NAMES = List.of(
            "import", "push", "ls", "show", "export", "rm", "jobs", "datasets", "train", "verify", "gc", "openapi");

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCommands.class);
    private static final int INTERRUPTED = 130;

    private final Screen screen;
    private final Map<String, String> environment;

    RemoteCommands(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    private static Command command(String name) {
        return switch (name) {
            case "import" -> new ImportCommand();
            case "push" -> new PushCommand();
            case "ls" -> new LsCommand();
            case "show" -> new ShowCommand();
            case "export" -> new ExportCommand();
            case "rm" -> new RmCommand();
            case "jobs" -> new JobsCommand();
            case "datasets" -> new DatasetsCommand();
            case "train" -> new TrainCommand();
            case "verify" -> new VerifyCommand();
            case "gc" -> new GcCommand();
            case "openapi" -> new OpenApiCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    static void addTo(CommandLine line, String name) {
        line.addSubcommand(name, command(name).spec());
    }

    /** Do one that was parsed, and tell the exit code. */
    int run(ParseResult parsed) {
        String name = parsed.commandSpec().name();
        Call call = new Call(parsed, screen, environment);
        try {
            if (call.has(Words.HELP)) {
                return help(name, call);
            }
            return command(name).run(call).number();
        } catch (CommandFailure e) {
            return failed(e, e.getMessage(), e.code().number());
        } catch (IOException e) {
            String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return failed(e, "The command failed: " + what, ExitCode.FAILED.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private int failed(Exception cause, String sentence, int code) {
        LOG.debug("The command failed", cause);
        screen.hint(sentence);
        return code;
    }

    /** What a source takes is known by the running dock alone; where none answers, the rest is help enough. */
    private int help(String name, Call call) throws InterruptedException {
        call.parsed().commandSpec().commandLine().usage(screen.out(), screen.isColoured() ? Ansi.ON : Ansi.OFF);
        if (name.equals("import") && call.maybe(0).isPresent()) {
            ImportCommand.help(call, call.word(0), screen);
        }
        return ExitCode.OK.number();
    }
}
