package dev.modeldock.actions.process;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells one process from all others, also after a restart of the dock or the machine, when its number may be another's.
 *
 * @param pid of the leader of the command's session and process group
 * @param birth when it was started. On Linux that is the boot of the machine and the ticks since, for the instant that
 *     Java tells is computed from a clock that people set
 * @param mark a random word that the command and all its children carry in their environment
 */
public record ProcessIdentity(long pid, String birth, String mark) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (\\S{1,100}) (\\S{1,100})\n");

    String form() {
        return pid + " " + birth + " " + mark + "\n";
    }

    static Optional<ProcessIdentity> parse(String form) {
        Matcher matcher = FORM.matcher(form);
        return matcher.matches()
                ? Optional.of(new ProcessIdentity(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }
}
