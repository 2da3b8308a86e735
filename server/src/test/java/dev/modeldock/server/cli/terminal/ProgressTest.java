package dev.modeldock.server.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Screen screen(Terminals terminals, Map<String, String> environment) {
        return new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                environment);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalSeesABarThatIsDrawnOverItself() {
        try (Progress progress = new Progress(screen(new Terminals(false, false, true), Map.of()), "bert")) {
            progress.show(new Progress.At("sending", 512, 1024, 256));
            progress.show(new Progress.At("sending", 1024, 1024, 256));
        }
        assertEquals(
                "\rbert  [############------------]  50%  512 B of 1.00 KiB  256 B/s  2s left  sending\033[K"
                        + "\rbert  [########################] 100%  1.00 KiB of 1.00 KiB  256 B/s  sending\033[K\n",
                told());
    }

    @Test
    void elsewhereThereIsALineForEachTenthAndEachPhase() {
        Progress progress = new Progress(screen(Terminals.NONE, Map.of()), "bert");
        for (int done = 0; done <= 1000; done++) {
            progress.show(new Progress.At("sending", done, 1000, 0));
        }
        progress.show(new Progress.At("verifying", 1000, 1000, 0));
        progress.close();
        assertEquals(12, told().lines().count(), told());
        assertFalse(told().contains("\r") || told().contains("\033"), told());
        assertTrue(told().endsWith("bert: verifying, 100%, 1000 B of 1000 B\n"), told());
    }

    @Test
    void coloursAreForTerminalsAndCanBeTurnedOff() {
        Terminals all = new Terminals(true, true, true);
        assertEquals("\033[32mDONE\033[0m", screen(all, Map.of()).painted("DONE"));
        assertEquals("DONE", screen(all, Map.of("NO_COLOR", "1")).painted("DONE"));
        assertEquals("DONE", screen(all, Map.of("TERM", "dumb")).painted("DONE"));
        assertEquals("DONE", screen(Terminals.NONE, Map.of()).painted("DONE"));
    }

    @Test
    void aTableIsAsWideAsItsWordsWhateverTheirColour() {
        Screen screen = screen(new Terminals(false, true, false), Map.of());
        Table table = new Table("A", "STATE", "B");
        table.add("é", screen.painted("OK"), "x");
        table.add("two", "RUNNING", "y");
        table.print(screen);
        assertEquals(
                "A    STATE    B\né    OK       x\ntwo  RUNNING  y\n",
                out.toString(StandardCharsets.UTF_8).replaceAll("\033\\[[0-9;]*m", ""));
    }
}
