package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the real jar at a pseudo-terminal: progress is drawn, questions are asked and answers read. */
class CliTerminalIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Cli cli;

    @BeforeAll
    static void start() {
        Pty.need();
        dock = RunningDock.on(temp.resolve("data"));
        cli = Cli.of(dock.http().base(), temp.resolve("cache"));
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    private static String seen(int exit, String... args) {
        try (Pty pty = Pty.of(cli.command(args), cli.environment())) {
            return pty.ends(exit);
        }
    }

    private static Path model(String name) throws IOException {
        return Files.write(temp.resolve(name + ".tar"), Archives.tar(TinyModels.heavy(name.hashCode(), 1 << 20)));
    }

    @Test
    void progressIsDrawnOverItself() throws IOException {
        String seen = seen(0, "push", model("drawn").toString(), "--chunk-size", "64KiB");
        assertTrue(seen.contains("\rdrawn  [") && seen.contains("\033[K"), seen);
        assertTrue(seen.contains("[########################] 100%"), seen);
        assertTrue(seen.contains("local/drawn@"), seen);
        String export =
                seen(0, "export", "local/drawn", "-o", temp.resolve("out.tar").toString());
        assertTrue(export.contains("[########################] 100%"), export);
    }

    @Test
    void statesAreColouredUnlessThatIsNotWanted() throws IOException {
        seen(0, "push", model("coloured").toString());
        assertTrue(seen(0, "jobs").contains("\033[32mDONE\033[0m"));
        try (Pty plain = Pty.of(cli.command("jobs"), cli.with("NO_COLOR", "1").environment())) {
            assertFalse(plain.ends(0).contains("\033[3"));
        }
        assertTrue(seen(0, "ls", "--help").contains("Examples:"));
    }

    @Test
    void deletingAsksAndReadsTheAnswer() throws IOException {
        seen(0, "push", model("asked").toString());
        try (Pty no = Pty.of(cli.command("rm", "local/asked"), cli.environment())) {
            no.shows("Delete local/asked and free 1.").shows("[y/N]").types("n");
            assertTrue(no.ends(1).contains("Nothing was deleted."));
        }
        dock.http().get("/v1/models/local/asked").expect(200);
        try (Pty yes = Pty.of(cli.command("rm", "local/asked"), cli.environment())) {
            yes.shows("[y/N]").types("y");
            assertTrue(yes.ends(0).contains("local/asked is deleted"));
        }
        dock.http().get("/v1/models/local/asked").expect(404);
    }

    @Test
    void takingWasteAsksToo() throws IOException {
        Path folder = Files.createDirectories(dock.data().resolve("blobs/cd"));
        Path stray = Files.write(folder.resolve("cd" + "0".repeat(62)), new byte[10]);
        try (Pty yes = Pty.of(cli.command("gc"), cli.environment())) {
            yes.shows("files in the store that no row knows")
                    .shows("Take it? [y/N]")
                    .types("yes");
            assertTrue(yes.ends(0).contains("10 B went."));
        }
        assertFalse(Files.exists(stray));
        assertTrue(seen(0, "gc").contains("0 B could go."), "nothing to ask about");
    }

    @Test
    void everyCommandHasHelpWithExamples() {
        Map<String, String> none = Map.of();
        for (String word : List.of(
                "import",
                "push",
                "ls",
                "show",
                "export",
                "rm",
                "jobs",
                "datasets",
                "train",
                "verify",
                "gc",
                "openapi",
                "keys",
                "actions",
                "doctor",
                "completion")) {
            DockCommand help = DockCommand.run(none, word, "--help");
            assertEquals(0, help.exit(), help.err());
            assertTrue(help.out().contains("Usage: modeldock " + word), help.out());
            assertTrue(help.out().contains("Examples:\n  "), help.out());
            assertTrue(help.out().lines().allMatch(line -> line.length() <= 110), help.out());
        }
    }
}
