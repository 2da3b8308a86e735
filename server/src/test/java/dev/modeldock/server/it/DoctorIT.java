package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} of the real jar, beside a dock and without one. */
class DoctorIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Cli cli;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        cli = Cli.of(dock.http().base(), temp.resolve("cache"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void theDoctorNeedsNoDock() {
        JsonNode findings = Answer.parse(cli.out(
                "doctor",
                "--offline",
                "--json",
                "--port",
                "0",
                "--data",
                temp.resolve("new").toString()));
        Set<String> looked = new TreeSet<>();
        findings.forEach(finding -> looked.add(finding.path("what").asText()));
        assertTrue(
                looked.containsAll(List.of("data directory", "disk space", "disk speed", "links", "port", "proxy")),
                looked::toString);
        assertFalse(Files.exists(temp.resolve("new")), "it leaves nothing behind");
        DockCommand here = cli.run("doctor", "--offline", "--data", dock.data().toString(), "--port", "" + dock.port());
        assertEquals(0, here.exit(), here.out() + here.err());
        assertTrue(here.out().contains("a dock runs on it") && here.out().contains("a dock answers at"), here.out());
    }

    @Test
    void theDoctorTriesEachSourceAndShowsNoSecret() throws IOException {
        Path plain = Files.write(temp.resolve("no-directory"), new byte[1]);
        DockCommand sick = cli.run(
                "doctor",
                "--json",
                "--data",
                plain.toString(),
                "--port",
                "" + dock.port(),
                "--set",
                "source.huggingface.endpoint=http://127.0.0.1:1",
                "--set",
                "source.github.api=http://127.0.0.1:1",
                "--set",
                "source.github.url=http://127.0.0.1:1",
                "--set",
                "source.huggingface.token=hf_secretsecret",
                "--set",
                "network.proxy=http://me:s3cretword@127.0.0.1:2");
        assertEquals(1, sick.exit(), sick.out() + sick.err());
        assertFalse((sick.out() + sick.err()).matches("(?s).*(secretsecret|s3cretword).*"), sick.out());
        Map<String, JsonNode> found = new TreeMap<>();
        Answer.parse(sick.out())
                .forEach(finding -> found.put(finding.path("what").asText(), finding));
        assertEquals("FAIL", found.get("data directory").path("state").asText());
        assertEquals("FAIL", found.get("source huggingface").path("state").asText(), sick.out());
        assertTrue(found.get("source huggingface").path("advice").asText().contains("source.huggingface."));
        assertEquals("OK", found.get("source local").path("state").asText());
    }
}
