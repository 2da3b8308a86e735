package dev.modeldock.server.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a command prints. Results go to standard output, everything else (progress, hints, errors) to standard error. */
public final class Screen {
    private final PrintStream out;
    private final PrintStream err;
    private final Terminals terminals;
    private final boolean colours;

    /** @param environment may hold {@code NO_COLOR} or {@code TERM=dumb}, which both turn colours off */
    public Screen(PrintStream out, PrintStream err, Terminals terminals, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", ""));
    }

    /** Standard output. */
    public PrintStream out() {
        return out;
    }

    /** Whether somebody sees progress as it is drawn. */
    public boolean isWatched() {
        return terminals.err();
    }

    /** Whether somebody could answer a question. */
    public boolean canAsk() {
        return terminals.in() && terminals.err();
    }

    /** Text of somebody else's on one line, without letters that would steer a terminal. */
    public static String plain(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether standard output may be coloured. */
    public boolean isColoured() {
        return colours && terminals.out();
    }

    /** Whether standard output is read by a person. */
    public boolean isRead() {
        return terminals.out();
    }

    /** Print a line of the result. */
    public void line(String text) {
        out.println(text);
    }

    /** Print a line that is no part of the result. */
    public void hint(String text) {
        err.println(text);
        err.flush();
    }

    /** Draw over the line that was drawn last; on a terminal only. */
    public void draw(String text) {
        err.print("\r" + text + "\033[K");
        err.flush();
    }

    /** Ask for yes or no; anything but yes is no, and so is silence. */
    public boolean agrees(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        return answer().map(text -> text.strip().toLowerCase(Locale.ROOT)).stream()
                .anyMatch(text -> text.equals("y") || text.equals("yes"));
    }

    private static Optional<String> answer() {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            return Optional.ofNullable(lines.readLine());
        } catch (IOException silence) {
            return Optional.empty();
        }
    }

    /** A state in its colour: what went well green, what failed red, what is under way yellow. */
    public String painted(String state) {
        if (!isColoured()) {
            return state;
        }
        int colour = switch (state.toUpperCase(Locale.ROOT)) {
            case "DONE", "SUCCESS", "OK", "READY", "INSTALLED" -> 32;
            case "FAILED", "ERROR", "CANCELED", "BROKEN", "FAIL" -> 31;
            default -> 33;
        };
        return "\033[" + colour + "m" + state + "\033[0m";
    }

    /** What stands at the head of a table or of a part. */
    public String bold(String text) {
        return isColoured() ? "\033[1m" + text + "\033[0m" : text;
    }
}
