package dev.modeldock.server.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecChangesTest {
    private static String changed(String spec, String... assignments) {
        ObjectNode before = (ObjectNode) Json.typed(spec);
        SpecChanges.apply(before, List.of(assignments));
        return before.toString();
    }

    @Test
    void valuesAreJsonOrElseText() {
        assertEquals(
                "{\"a\":{\"b\":5,\"c\":\"x y\",\"d\":[1,2],\"e\":true,\"f\":null,\"g\":\"\"}}",
                changed("{}", "a.b=5", "a.c=x y", "a.d=[1,2]", "a.e=true", "a.f=null", "a.g="));
    }

    @Test
    void whatIsBesideStays() {
        assertEquals("{\"a\":{\"b\":2,\"c\":1}}", changed("{\"a\":{\"b\":1,\"c\":1}}", "a.b=2"));
        assertEquals(
                "{\"a\":[{\"n\":\"x\"},{\"n\":\"z\"}]}", changed("{\"a\":[{\"n\":\"x\"},{\"n\":\"y\"}]}", "a.1.n=z"));
        assertEquals("{\"a\":\"b=c\"}", changed("{}", "a=b=c"));
    }

    @Test
    void whatLeadsNowhereIsRefused() {
        for (String bad : List.of("a", "=1", "a..b=1", "l.2=1", "l.x=1")) {
            CommandFailure no = assertThrows(CommandFailure.class, () -> changed("{\"l\":[1,2]}", bad), bad);
            assertEquals(ExitCode.USAGE, no.code());
            assertTrue(no.getMessage().contains("expected is --set"), no.getMessage());
        }
    }
}
