package dev.modeldock.server.cli.command;

import dev.modeldock.server.cli.terminal.Screen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * One use of a command.
 *
 * @param parsed its own part of the command line
 * @param screen where it prints
 * @param environment of the process
 */
public record Call(ParseResult parsed, Screen screen, Map<String, String> environment) {
    /** Whether a flag is there. */
    public boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    /** Whether a program reads the result. */
    public boolean json() {
        return has(Words.JSON);
    }

    /** The value of an option that was given and is not blank. */
    public Optional<String> text(String option) {
        return Optional.ofNullable(parsed.<String>matchedOptionValue(option, null))
                .filter(value -> !value.isBlank());
    }

    /** All values of an option that may be given several times. */
    public List<String> texts(String option) {
        return parsed.matchedOptionValue(option, List.of());
    }

    /** A number, or what it usually is. */
    public int number(String option) {
        return parsed.commandSpec().findOption(option).getValue();
    }

    /** The word at a place; it must be there. */
    public String word(int index) {
        return maybe(index)
                .orElseThrow(() -> usage("A word is empty where "
                        + parsed.commandSpec().positionalParameters().get(index).paramLabel() + " is expected"));
    }

    /** The word at a place, if there is one. */
    public Optional<String> maybe(int index) {
        return Optional.ofNullable(parsed.<String>matchedPositionalValue(index, null))
                .filter(value -> !value.isBlank());
    }

    /** What to throw when the words do not fit together; {@code sentence} has no full stop. */
    public ParameterException usage(String sentence) {
        return new ParameterException(parsed.commandSpec().commandLine(), sentence);
    }
}
