package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The scripts in {@code src/test/resources/hub-clients}, which call the clients of Hugging Face as their users do, and what
 * it takes to run them. Each prints facts as one line of JSON.
 */
final class HubScripts {
    /** A Python that has huggingface_hub; {@code .ci/run} sets it. */
    private static final String PYTHON = "HUB_CLIENTS_PYTHON";

    private static final Duration INSTALLED = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LOOPBACK = "127.0.0.1,localhost";

    private final Path directory;
    private final String hub;

    private HubScripts(Path directory, String hub) {
        this.directory = directory;
        this.hub = hub;
    }

    /** The scripts in a directory of their own, to ask the hub at this address. */
    static HubScripts in(Path directory, String hub) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> scripts = Files.list(resources())) {
            for (Path script : scripts.toList()) {
                Files.copy(script, directory.resolve(script.getFileName().toString()));
            }
        }
        return new HubScripts(directory, hub);
    }

    private static Path resources() {
        try {
            return Path.of(HubScripts.class.getResource("/hub-clients").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Have the JavaScript clients here; where that fails the test is skipped, and in CI it fails. */
    void needJavaScript() {
        List.of("node", "npm").forEach(Tools::need);
        if (Files.isDirectory(directory.resolve("node_modules"))) {
            return;
        }
        List<String> install = List.of(
                "npm",
                "install",
                "--prefix",
                directory.toString(),
                "--ignore-scripts",
                "--no-package-lock",
                "--no-audit",
                "--no-fund");
        DockCommand done = DockCommand.finish(install, Map.of(), INSTALLED);
        assertTrue(
                done.exit() == 0 || !"true".equals(System.getenv("CI")),
                () -> "CI must be able to install the JavaScript clients:\n" + done.err());
        assumeTrue(
                done.exit() == 0,
                () -> "npm cannot install the clients of Hugging Face, which this test asks as witnesses: "
                        + done.err());
    }

    /** Have the Python client, which must be there already: what is named in {@code HUB_CLIENTS_PYTHON} must have it. */
    void needPython() {
        if (System.getenv(PYTHON) == null) {
            Tools.need("python3");
        }
        DockCommand asked = DockCommand.finish(List.of(python(), "-c", "import huggingface_hub"), Map.of());
        assertTrue(
                asked.exit() == 0 || System.getenv(PYTHON) == null,
                () -> PYTHON + " is " + python() + ", which has no huggingface_hub:\n" + asked.err());
        assumeTrue(
                asked.exit() == 0,
                () -> python() + " has no huggingface_hub, which this test asks as a witness; " + PYTHON
                        + " may name a Python that has it");
    }

    private static String python() {
        return System.getenv().getOrDefault(PYTHON, "python3");
    }

    JsonNode node(String token, String... command) {
        return run("node", token, command);
    }

    JsonNode python(String token, String... command) {
        return run(python(), token, command);
    }

    /** Run a script to its end, which must be a good one; what it prints last are its facts. */
    private JsonNode run(String program, String token, String... command) {
        List<String> line =
                new ArrayList<>(List.of(program, directory.resolve(command[0]).toString()));
        line.addAll(Arrays.asList(command).subList(1, command.length));
        DockCommand done = DockCommand.finish(line, environment(token), PATIENCE);
        assertEquals(0, done.exit(), () -> String.join(" ", command) + "\n" + done.out() + done.err());
        List<String> printed = done.out().lines().toList();
        return Answer.parse(printed.get(printed.size() - 1));
    }

    private Map<String, String> environment(String token) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HF_ENDPOINT", hub);
        environment.put("HF_HOME", directory.resolve("hf-home").toString());
        environment.put("HF_HUB_CACHE", directory.resolve("hf-home/hub").toString());
        environment.put("HF_HUB_DISABLE_XET", "1");
        environment.put("HF_HUB_DISABLE_TELEMETRY", "1");
        environment.put("HF_HUB_OFFLINE", "0");
        environment.put("HF_TOKEN", token);
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PYTHONIOENCODING", "utf-8");
        environment.put("NO_PROXY", LOOPBACK);
        environment.put("no_proxy", LOOPBACK);
        return environment;
    }

    /** A new directory beside the scripts. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }
}
