package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags, environment, file and defaults: what wins, and what stops the start. */
class ConfigIT {
    @TempDir
    Path temp;

    @Test
    void helpIsTheTableOfKeysAndTheirEnvironmentVariables() {
        DockCommand help = DockCommand.run("--help");
        assertEquals(0, help.exit(), help.err());
        for (String expected : new String[] {
            "--host",
            "--port",
            "--data",
            "--plugins",
            "--set",
            "MODELDOCK_PORT",
            "MODELDOCK_DATA",
            "MODELDOCK_HOST",
            "server.publicUrl",
            "session.expiry",
            "storage.maxBytes",
            "log.level",
            "log.format",
            "8080"
        }) {
            assertTrue(help.out().contains(expected), () -> expected + " is missing in:\n" + help.out());
        }
    }

    @Test
    void anUnknownKeyStopsTheStartAndNamesTheNearest() {
        DockCommand flag = start("--set", "sesion.expiry=2s");
        assertStopped(flag, "sesion.expiry");
        assertTrue(flag.err().contains("session.expiry"), flag.err());
        assertNotEquals(0, start("--prot", "0").exit());
    }

    @Test
    void anUnknownKeyInTheFileStopsTheStartAndNamesTheNearest() throws IOException {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data/modeldock.properties"), "log.levle=debug\n");
        DockCommand stopped = start();
        assertStopped(stopped, "log.levle");
        assertTrue(stopped.err().contains("log.level"), stopped.err());
    }

    @Test
    void aValueThatIsNoneStopsTheStart() {
        assertStopped(start("--set", "session.expiry=soon"), "session.expiry");
        assertStopped(start("--set", "log.format=xml"), "log.format");
        assertNotEquals(
                0,
                DockCommand.run("--port", "http", "--data", temp.resolve("p").toString())
                        .exit());
    }

    private DockCommand start(String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "--data";
        args[more.length + 1] = temp.resolve("data").toString();
        args[more.length + 2] = "--port";
        args[more.length + 3] = "0";
        return DockCommand.run(args);
    }

    private static void assertStopped(DockCommand start, String because) {
        assertNotEquals(0, start.exit());
        assertEquals("", start.out());
        assertTrue(start.err().contains(because), start.err());
        Answer.assertLeaksNothing(start.err());
    }

    @Test
    void flagsBeatTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
        String variable = variableOf("server.publicUrl");
        Path data = temp.resolve("ranked");
        Files.createDirectories(data);
        assertTrue(exportUrl(RunningDock.with(data)).startsWith("http://127.0.0.1:"));
        Files.writeString(data.resolve("modeldock.properties"), "server.publicUrl=https://file.example\n");
        assertTrue(exportUrl(RunningDock.with(data)).startsWith("https://file.example/"));
        RunningDock.Start environment = RunningDock.with(data).environment(variable, "https://environment.example");
        assertTrue(exportUrl(environment).startsWith("https://environment.example/"));
        RunningDock.Start flag = RunningDock.with(data)
                .environment(variable, "https://environment.example")
                .set("server.publicUrl", "https://flag.example");
        assertTrue(exportUrl(flag).startsWith("https://flag.example/"));
    }

    private static String exportUrl(RunningDock.Start start) {
        try (RunningDock dock = start.start()) {
            byte[] tar = Archives.tar(TinyModels.files("tiny-bert"));
            String id = dock.imports().send("ranked.tar", tar).success().modelId();
            return dock.imports().downloadUrl(id, null);
        }
    }

    private static String variableOf(String key) {
        String help = DockCommand.run("--help").out();
        String line =
                help.lines().filter(each -> each.contains(key)).findFirst().orElseThrow();
        Matcher variable = Pattern.compile("MODELDOCK_[A-Z_]+").matcher(help.substring(help.indexOf(line)));
        assertTrue(variable.find(), help);
        return variable.group();
    }

    @Test
    void secretsOfTheEnvironmentStaySecretAndFlagsWin() {
        Path data = temp.resolve("by-environment");
        try (RunningDock dock = RunningDock.with(temp.resolve("ignored"))
                .environment("MODELDOCK_HOST", "127.0.0.1")
                .environment("MODELDOCK_SOURCE_HUGGINGFACE_TOKEN", "hf_secretsecretsecret")
                .environment("MODELDOCK_DATA", data.toString())
                .start()) {
            assertEquals("ok", dock.health().path("status").asText());
            assertTrue(!dock.log().contains("hf_secretsecretsecret"));
            assertTrue(!dock.http().get("/health").text().contains("hf_secretsecretsecret"));
        }
        assertTrue(Files.isDirectory(temp.resolve("ignored")), "the flag --data beats MODELDOCK_DATA");
        assertTrue(Files.notExists(data), "the flag --data beats MODELDOCK_DATA");
    }

    @Test
    void theLogCanBeJson() {
        try (RunningDock dock = RunningDock.with(temp.resolve("json"))
                .set("log.format", "json")
                .set("log.level", "debug")
                .start()) {
            dock.imports()
                    .send("logged.tar", Archives.tar(TinyModels.files("tiny-bert")))
                    .success();
            dock.log().lines().filter(line -> !line.isBlank()).forEach(Answer::parse);
            assertTrue(!dock.log().isBlank(), "the log is empty");
        }
    }
}
