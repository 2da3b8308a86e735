package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.ActionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TaskSpecTest {
    private static TaskSpec spec(String text) throws ActionException {
        return TaskSpec.of(text.replace('\'', '"'));
    }

    private static void assertRefused(String sentence, Executable asked) {
        assertEquals(sentence, assertThrows(ActionException.class, asked).getMessage());
    }

    @Test
    void whatIsMissingOrNullIsItsDefault() throws Exception {
        for (String text : List.of("{}", "{'a':null}", "{'a':{}}", "{'a':{'b':null}}", "{'a':1}", "{'a':[1]}")) {
            TaskSpec spec = spec(text);
            assertEquals("x", spec.text("a.b", "x"), text);
            assertEquals(5, spec.integer("a.b", 5, 0, 1), text);
            assertEquals(1.5, spec.number("a.b", 1.5), text);
            assertTrue(spec.flag("a.b", true), text);
            assertEquals(List.of(2.0), spec.numbers("a.b", List.of(2.0)), text);
            assertTrue(spec.at("a.b").isMissingNode(), text);
        }
    }

    @Test
    void valuesAreFoundByTheirPath() throws Exception {
        TaskSpec spec = spec("{'a':{'t':'text','n':7,'d':2.5,'f':false,'l':[1,2.5],'w':3.0}}");
        assertEquals("text", spec.text("a.t", ""));
        assertEquals("7", spec.text("a.n", ""));
        assertEquals(7, spec.integer("a.n", 0, 7, 7));
        assertEquals(3, spec.integer("a.w", 0, 0, 9));
        assertEquals(2.5, spec.number("a.d", 0));
        assertEquals(7, spec.number("a.n", 0));
        assertFalse(spec.flag("a.f", true));
        assertEquals(List.of(1.0, 2.5), spec.numbers("a.l", List.of()));
        assertEquals(List.of(7.0), spec.numbers("a.n", List.of()));
    }

    @Test
    void anotherTypeIsRefusedWithWhatWasFoundAndExpected() throws Exception {
        TaskSpec spec = spec("{'t':'x','d':2.5,'l':[1,'x'],'o':{'a':1}}");
        assertRefused("o of the spec is {\"a\":1}; expected is a text.", () -> spec.text("o", ""));
        assertRefused(
                "t of the spec is \"x\"; expected is a whole number from 0 to 9.", () -> spec.integer("t", 0, 0, 9));
        assertRefused(
                "d of the spec is 2.5; expected is a whole number from 0 to 9.", () -> spec.integer("d", 0, 0, 9));
        assertRefused("t of the spec is \"x\"; expected is a number.", () -> spec.number("t", 0));
        assertRefused("d of the spec is 2.5; expected is true or false.", () -> spec.flag("d", true));
        assertRefused("l of the spec is [1,\"x\"]; expected is a list of numbers.", () -> spec.numbers("l", List.of()));
    }

    @Test
    void numbersOutOfBoundsOrWithoutEndAreRefused() throws Exception {
        TaskSpec spec = spec("{'n':10,'m':-1,'big':1e300,'endless':1e999,'l':[1e999]}");
        assertRefused("n of the spec is 10; expected is a whole number from 0 to 9.", () -> spec.integer("n", 0, 0, 9));
        assertRefused("m of the spec is -1; expected is a whole number from 0 to 9.", () -> spec.integer("m", 0, 0, 9));
        assertThrows(ActionException.class, () -> spec.integer("big", 0, 0, Integer.MAX_VALUE));
        assertThrows(ActionException.class, () -> spec.number("endless", 0));
        assertThrows(ActionException.class, () -> spec.numbers("l", List.of()));
    }

    @Test
    void whatIsQuotedIsShort() throws Exception {
        TaskSpec spec = spec("{'t':'" + "x".repeat(500) + "'}");
        String sentence =
                assertThrows(ActionException.class, () -> spec.number("t", 0)).getMessage();
        assertEquals("t of the spec is \"" + "x".repeat(99) + "…; expected is a number.", sentence);
    }

    @Test
    void whatIsNoJsonIsTold() {
        String sentence = assertThrows(ActionException.class, () -> spec("{")).getMessage();
        assertTrue(sentence.startsWith("The spec is no JSON: "), sentence);
    }
}
