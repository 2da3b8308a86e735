package dev.modeldock.server.cli;

import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.terminal.Screen;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code completion}: a script that lets a shell complete our words. */
final class CompletionCommand {
    private static final String FOR_ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    private final Screen screen;

    CompletionCommand(Screen screen) {
        this.screen = screen;
    }

    static CommandSpec spec() {
        CommandSpec spec = Words.bare(
                "completion",
                "Print a script that lets your shell complete commands and options.",
                "source <(modeldock completion bash)",
                "modeldock completion bash > /etc/bash_completion.d/modeldock",
                "source <(modeldock completion zsh)");
        return spec.addPositional(Words.maybe(0, "<shell>", "bash or zsh"));
    }

    /** @param all the whole command line */
    int run(ParseResult parsed, CommandLine all) {
        String shell = parsed.matchedPositionalValue(0, "");
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(), "completion needs the name of your shell, bash or zsh");
        }
        screen.line((shell.equals("zsh") ? FOR_ZSH : "") + AutoComplete.bash("modeldock", all));
        return ExitCode.OK.number();
    }
}
