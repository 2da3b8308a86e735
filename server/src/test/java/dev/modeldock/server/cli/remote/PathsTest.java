package dev.modeldock.server.cli.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PathsTest {
    private static DockAddress address(Map<String, String> environment, String... words) {
        return DockAddress.of(
                new Call(new CommandLine(Words.remote("ls", "List.")).parseArgs(words), null, environment));
    }

    @Test
    void whatIsTypedIsEscaped() {
        assertEquals("/v1/models/a%20b/c%3Fd%23e", Paths.model("a b/c?d#e"));
        assertEquals("?search=a%26b&page=1", Paths.query("search", "a&b", "none", "", "page", "1"));
        assertEquals("", Paths.query("none", ""));
    }

    @Test
    void theOptionGoesBeforeTheEnvironmentBeforeThisMachine() {
        Map<String, String> set = Map.of("MODELDOCK_URL", "https://dock.example.org/", "MODELDOCK_KEY", "mdk_a");
        assertEquals("http://127.0.0.1:8080", address(Map.of()).toString());
        assertEquals("https://dock.example.org", address(set).toString());
        assertEquals("http://other:1", address(set, "--url", "http://other:1").toString());
        assertEquals(Optional.of("mdk_a"), address(set).key());
        assertEquals(Optional.of("mdk_b"), address(set, "--key=mdk_b").key());
        assertFalse(address(set).toString().contains("mdk_a"));
    }

    @Test
    void whatIsNoAddressIsUsage() {
        for (String bad : List.of("dock", "ftp://dock", "http://me:secret@dock", "http://dock?x=y", "http://")) {
            CommandFailure no = assertThrows(CommandFailure.class, () -> address(Map.of(), "--url", bad), bad);
            assertEquals(ExitCode.USAGE, no.code());
            assertFalse(no.getMessage().contains("secret"));
        }
    }
}
