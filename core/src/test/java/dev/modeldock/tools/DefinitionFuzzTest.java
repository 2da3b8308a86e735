package dev.modeldock.tools;

import static dev.modeldock.tools.Read.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefinitionFuzzTest {
    private static final List<String> PIECES = List.of(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-", ".", "e9", "NaN", "\0", "é", "'",
            "//");
    private static final String SAMPLE =
            "{\"nodes\":[{\"id\":\"a\",\"x\":-0.50e3},{\"id\":\"b\",\"next\":\"a\",\"y\":[\"\\ud83d\\ude00é\",null,true]}],"
                    + "\"edges\":[{\"source\":\"a\",\"target\":\"b\"}],\"A\":{\"value\":1,\"secure\":\"true\"}}";

    private static byte[] damaged(Random random) {
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(sample.length);
        int gone = random.nextInt(4);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.write(sample, 0, at);
        if (random.nextBoolean()) {
            damaged.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
        } else if (random.nextBoolean()) {
            damaged.write(random.nextInt(256));
        }
        int rest = Math.min(sample.length, at + gone);
        damaged.write(sample, rest, random.nextInt(8) == 0 ? 0 : sample.length - rest);
        return damaged.toByteArray();
    }

    @Test
    void whatIsDamagedIsReadAsItIsOrRefused() {
        int taken = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Faults faults = new Faults();
            Optional<ObjectNode> read = Read.read(damaged(new Random(seed)), faults);
            assertEquals(read.isPresent(), faults.isEmpty(), "seed " + seed);
            if (read.isPresent()) {
                taken++;
                assertEquals(read.get(), document(Definitions.bytes(read.get())), "seed " + seed);
                References.check(read, read, faults);
                Environment.read(read.get(), faults);
                assertTrue(Difference.between(read.get(), read.get()).changes().isEmpty());
            }
            faults.list().forEach(fault -> assertEquals(-1, Found.noCharacter(fault.path() + fault.message())));
        }
        assertTrue(taken > 1_000, taken + " were taken");
    }

    /** Values and names tell what they are: what begins with s is secret. */
    private static String environment(Random random, String from) {
        List<String> variables = new ArrayList<>();
        boolean list = random.nextBoolean();
        for (String name : List.of("A", "B", "C", "D")) {
            String flag = List.of("", ",'secure':true", ",'isSecret':'TRUE'", ",'secret':null")
                    .get(random.nextInt(4));
            boolean secret = flag.contains("true") || flag.contains("TRUE");
            String value = secret && random.nextInt(3) == 0
                    ? ""
                    : ",'value':'" + (secret ? "s" : "open") + "-" + from + name + "'";
            String rest = "'x':1" + flag + value;
            if (random.nextInt(4) > 0) {
                variables.add(list ? "{'name':'" + name + "'," + rest + "}" : "'" + name + "':{" + rest + "}");
            }
        }
        String all = String.join(",", variables);
        return list ? "{'variables':[" + all + "]}" : "{" + all + "}";
    }

    @ParameterizedTest
    @EnumSource(EnvConflict.class)
    void noSecretIsEverReadableOrLost(EnvConflict conflict) {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            Environment here = EnvironmentTest.environment(environment(random, "here"));
            Environment file = EnvironmentTest.environment(environment(random, "file"));
            Environment merged = Environment.merge(here, Optional.of(file), conflict);
            String open = merged.document().toString() + merged.masked() + merged;
            String trial = "seed " + seed + ": " + open;
            assertFalse(open.contains("s-"), trial);
            here.secrets().keySet().forEach(name -> assertTrue(merged.secrets().containsKey(name), trial));
            if (conflict == EnvConflict.KEEP) {
                here.secrets()
                        .forEach((name, value) ->
                                assertEquals(value, merged.secrets().get(name), trial));
            }
            assertEquals(merged, Environment.of(merged.document(), merged.secrets()), trial);
        }
    }
}
