package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real jar as somebody's command line, who asks one dock and has a cache directory of their own. */
record Cli(Map<String, String> environment) {
    static Cli of(String url, Path cache) {
        return new Cli(Map.of("MODELDOCK_URL", url, "XDG_CACHE_HOME", cache.toString()));
    }

    Cli with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Cli(more);
    }

    List<String> command(String... args) {
        List<String> command = new ArrayList<>(DockCommand.java("-XX:TieredStopAtLevel=1"));
        command.addAll(Arrays.asList(args));
        return command;
    }

    /** Run it to its end, however it ends, with nobody at a terminal. */
    DockCommand run(String... args) {
        return DockCommand.finish(command(args), environment, Duration.ofSeconds(120));
    }

    /** What it prints when all goes well. */
    String out(String... args) {
        DockCommand done = run(args);
        assertEquals(0, done.exit(), () -> String.join(" ", args) + "\n" + done.err());
        return done.out();
    }

    /** The one document that it prints with {@code --json}. */
    JsonNode json(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        String out = out(all);
        assertEquals(1, out.lines().count(), out);
        return Answer.parse(out);
    }

    /** It must end so, with one sentence on standard error and nothing else. */
    String refused(int exit, String... args) {
        DockCommand done = run(args);
        assertEquals(exit, done.exit(), () -> String.join(" ", args) + "\n" + done.out() + done.err());
        assertEquals("", done.out());
        assertEquals(1, done.err().lines().count(), done.err());
        return done.err();
    }

    /** As it was started, for tests that do something to it while it runs. */
    Process start(Path log, String... args) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command(args)).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MODELDOCK_"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (java.io.IOException e) {
            throw new AssertionError("could not start " + String.join(" ", args), e);
        }
    }
}
