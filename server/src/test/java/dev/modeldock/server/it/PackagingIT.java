package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program is handed out in: the command beside the jar, the shell's completion, a systemd unit, a Dockerfile. */
class PackagingIT {
    @TempDir
    Path temp;

    private static Path property(String name) {
        return Path.of(System.getProperty(name));
    }

    @Test
    void theCommandRunsTheJarBesideItAlsoThroughALink() throws IOException {
        Tools.need("sh");
        Path command = property("modeldock.command");
        assertTrue(Files.isExecutable(command), command + " can be run");
        Path link = Files.createSymbolicLink(temp.resolve("dock"), command);
        Map<String, String> mine = Map.of(
                "XDG_CACHE_HOME", temp.resolve("cache").toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "MODELDOCK_JAVA_OPTIONS", "-Xmx200m -Dwords.are=two");
        DockCommand version = DockCommand.finish(List.of(link.toString(), "--version"), mine);
        assertEquals("modeldock " + System.getProperty("modeldock.version") + "\n", version.out(), version.err());
        for (int run = 1; run <= 2; run++) {
            DockCommand nobody =
                    DockCommand.finish(List.of(link.toString(), "ls", "--url", "http://127.0.0.1:1"), mine);
            assertEquals(3, nobody.exit(), nobody.err());
            assertEquals(1, nobody.err().lines().count(), nobody.err());
            assertEquals("", nobody.out());
        }
        boolean archives = Runtime.version().feature() >= 19;
        assertEquals(archives, Files.isDirectory(temp.resolve("cache/modeldock")), "a place for classes");
    }

    @Test
    void theCommandSaysWhatIsMissing() throws IOException {
        Path alone = temp.resolve("modeldock");
        Files.copy(property("modeldock.command"), alone, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        DockCommand noJar = DockCommand.finish(List.of(alone.toString(), "ls"), Map.of());
        assertEquals(1, noJar.exit());
        assertTrue(noJar.err().contains("There is no modeldock.jar beside"), noJar.err());
    }

    @Test
    void bashCompletesWordsAndOptions() throws IOException {
        Tools.need("bash");
        Path script = Files.writeString(
                temp.resolve("completion"),
                DockCommand.run("completion", "bash").out());
        assertEquals("import", completed(script, "modeldock", "im"));
        assertEquals("--namespace", completed(script, "modeldock", "ls", "--name"));
        assertEquals("create", completed(script, "modeldock", "keys", "cr"));
        assertTrue(DockCommand.run("completion", "zsh").out().contains("bashcompinit"));
        assertEquals(2, DockCommand.run("completion", "fish").exit());
    }

    private static String completed(Path script, String... words) {
        String line = String.join(" ", words);
        return Tools.run(
                        "bash",
                        "-c",
                        "compopt() { :; }; . " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD="
                                + (words.length - 1)
                                + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                                + "; _complete_modeldock; echo \"${COMPREPLY[@]}\"")
                .strip();
    }

    @Test
    void theUnitIsOneThatSystemdTakes() throws IOException {
        String unit = Files.readString(property("modeldock.unit"));
        for (String line : List.of(
                "User=modeldock",
                "NoNewPrivileges=yes",
                "ProtectSystem=strict",
                "StateDirectory=modeldock",
                "CacheDirectory=modeldock",
                "WantedBy=multi-user.target")) {
            assertTrue(unit.contains("\n" + line + "\n"), line);
        }
        assertFalse(unit.contains("\nMemoryDenyWriteExecute=yes"), "a JVM could not run");
        if (!Tools.installed("systemd-analyze")) {
            return;
        }
        // It looks whether the program is there, which it is not before it is installed.
        Path checked = Files.writeString(
                temp.resolve("modeldock.service"), unit.replace("/opt/modeldock/modeldock serve", "/bin/true"));
        DockCommand verified = DockCommand.finish(List.of("systemd-analyze", "verify", checked.toString()), Map.of());
        assertEquals(0, verified.exit(), verified.err());
        assertFalse(verified.err().contains("modeldock.service"), verified.err());
    }

    @Test
    void theContainerRunsAsNobodySpecialAndTellsItsHealth() throws IOException {
        Path root = property("modeldock.unit").resolve("../../..").normalize();
        String file = Files.readString(root.resolve("Dockerfile"));
        assertTrue(file.contains("\nUSER modeldock\n") && file.contains("\nVOLUME /data\n"), file);
        for (String copied : List.of("modeldock", "modeldock.jar")) {
            assertTrue(file.contains("/src/server/target/" + copied + " "), copied);
            assertTrue(Files.exists(root.resolve("server/target").resolve(copied)), copied);
        }
        Matcher health = Pattern.compile("(?s)HEALTHCHECK[^\\n]*\\\\\\n\\s*CMD (\\[[^\\n]*])")
                .matcher(file);
        assertTrue(health.find(), file);
        List<String> command = new ArrayList<>();
        for (JsonNode word : Answer.parse(health.group(1))) {
            command.add(word.asText());
        }
        assertFalse(command.contains("curl"));
        Tools.need("bash");
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            DockCommand well = DockCommand.finish(command, Map.of("MODELDOCK_PORT", "" + dock.port()));
            assertEquals(0, well.exit(), well.err());
        }
        assertTrue(DockCommand.finish(command, Map.of("MODELDOCK_PORT", "1")).exit() != 0);
    }
}
