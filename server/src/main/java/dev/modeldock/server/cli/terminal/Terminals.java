package dev.modeldock.server.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of the three standard streams lead to a person.
 *
 * @param in answers can be typed
 * @param out what is printed is read at once
 * @param err likewise
 */
public record Terminals(boolean in, boolean out, boolean err) {
    /** Nobody looks: a pipe, a file, a test. */
    public static final Terminals NONE = new Terminals(false, false, false);

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Those of this process. Where the system does not tell of each one, all are what the JDK's console is. */
    public static Terminals ofThisProcess() {
        if (Files.isDirectory(DESCRIPTORS)) {
            return new Terminals(leadsToOne("0"), leadsToOne("1"), leadsToOne("2"));
        }
        boolean all = isConsole();
        return new Terminals(all, all, all);
    }

    private static boolean leadsToOne(String descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }

    /** From Java 22 on there is a console without a terminal too, and a method that tells them apart. */
    private static boolean isConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
