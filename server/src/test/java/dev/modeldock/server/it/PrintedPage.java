package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documents whose lines are run as they are printed there: only the dock's address is replaced. */
record PrintedPage(String name) {
    /** The directory of the sources, from which the lines are run. */
    static final Path ROOT = DockCommand.jar().getParent().resolve("../..").normalize();

    private static final String PRINTED_ADDRESS = "http://127.0.0.1:8080";

    /** The sh blocks of a section, verbatim and in order. */
    String blocks(String title, int count) throws IOException {
        String page = Files.readString(ROOT.resolve(name));
        int begin = page.indexOf("\n## " + title + "\n");
        assertTrue(begin >= 0, name + " has no section '## " + title + "'");
        String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
        List<String> blocks = Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
                .matcher(section)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertEquals(count, blocks.size(), section);
        return blocks.stream().collect(Collectors.joining());
    }

    /** A script of printed lines, which ends at the first that fails. */
    static Path script(Path directory, String printed, RunningDock dock) throws IOException {
        assertTrue(printed.contains(PRINTED_ADDRESS), printed);
        return Files.writeString(
                directory.resolve("tour.sh"),
                "set -eu -o pipefail\ncd '" + ROOT + "'\n"
                        + printed.replace(PRINTED_ADDRESS, dock.http().base()));
    }

    /** Run it to its end, with temporary files below a directory and no settings of the user's for curl. */
    static String run(Path script) {
        String directory = script.getParent().toString();
        DockCommand done =
                DockCommand.finish(List.of("bash", script.toString()), Map.of("TMPDIR", directory, "HOME", directory));
        assertEquals(0, done.exit(), () -> done.out() + "\n" + done.err());
        return done.out();
    }
}
