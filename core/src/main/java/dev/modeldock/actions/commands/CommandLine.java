package dev.modeldock.actions.commands;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A pack's command with its placeholders filled in. */
final class CommandLine {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z.]+)}");

    private CommandLine() {}

    /** Fill in; a placeholder that is none stays as it is, and one without a value becomes nothing. */
    static List<String> of(List<String> arguments, Map<String, String> values) {
        return arguments.stream().map(argument -> of(argument, values)).toList();
    }

    /** The names of all that looks like a placeholder. */
    static Stream<String> names(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1));
    }

    static String of(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
