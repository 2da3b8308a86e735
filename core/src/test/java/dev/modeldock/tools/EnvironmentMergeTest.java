package dev.modeldock.tools;

import static dev.modeldock.tools.EnvironmentTest.environment;
import static dev.modeldock.tools.EnvironmentTest.many;
import static dev.modeldock.tools.EnvironmentTest.shown;
import static dev.modeldock.tools.Read.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentMergeTest {
    private static Environment merge(String existing, String imported, EnvConflict conflict) {
        return Environment.merge(environment(existing), Optional.of(environment(imported)), conflict);
    }

    /** What of one variable is kept and what is told, as value, or secret in brackets. */
    private static String one(String existing, String imported, EnvConflict conflict) {
        Environment merged = merge("{'A':" + existing + "}", "{'A':" + imported + "}", conflict);
        return merged.secrets().isEmpty()
                ? shown(merged)
                : shown(merged).replace("\"********\"", "(" + merged.secrets().get("A") + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // existing | imported | KEEP | REPLACE
                "'old' | 'new' | A=\"old\" | A=\"new\"",
                "'old' | null | A=\"old\" | A=null",
                "null | 'new' | A=null | A=\"new\"",
                "{'value':'old','notes':'o'} | {'value':'new','notes':'n'} | A=\"old\"(o) | A=\"new\"(n)",
                "'old' | {'value':'new','secure':true} | A=\"old\" | A*=(\"new\")",
                "'old' | {'secure':true} | A=\"old\" | A*=(\"old\")",
                "'old' | {'secure':true,'value':null} | A=\"old\" | A*=(\"old\")",
                "{'value':'old','secure':true} | {'secure':true} | A*=(\"old\") | A*=(\"old\")",
                "{'value':'old','secure':true} | {'secure':true,'value':null} | A*=(\"old\") | A*=(\"old\")",
                "{'value':'old','secure':true} | {'value':'new','secret':true} | A*=(\"old\") | A*=(\"new\")",
                "{'value':'old','secure':true} | {'value':'','secure':true} | A*=(\"old\") | A*=(\"\")",
                "{'value':'old','secure':true} | 'new' | A*=(\"old\") | A*=(\"new\")",
                "{'value':'old','secure':true} | {'value':'new'} | A*=(\"old\") | A*=(\"new\")",
                "{'value':'old','secure':true} | {'value':'new','secure':null} | A*=(\"old\") | A*=(\"new\")",
                "{'value':'old','secure':true} | {'value':'new','secure':false} | A*=(\"old\") | A=\"new\"",
                "{'value':'old','secure':true} | {'value':'new','isSecret':'False'} | A*=(\"old\") | A=\"new\"",
                "{'value':'old','secure':true} | {'value':null,'secure':false} | A*=(\"old\") | A*=(\"old\")",
                "{'value':'old','secure':true} | null | A*=(\"old\") | A*=(\"old\")",
                "{'secure':true} | 'new' | A*=(\"new\") | A*=(\"new\")",
                "{'secure':true} | {'value':'new','secure':false} | A*=(\"new\") | A=\"new\"",
                "{'secure':true,'value':null} | {'secure':true,'value':'new'} | A*=(\"new\") | A*=(\"new\")",
                "{'secure':true} | {'secure':true} | A*=null | A*=null",
            })
    void ofAVariableInBoth(String existing, String imported, String keep, String replace) {
        assertEquals(keep, one(existing, imported, EnvConflict.KEEP));
        assertEquals(replace, one(existing, imported, EnvConflict.REPLACE));
    }

    @Test
    void theShapeAndTheOrderAreThoseOfTheFile() {
        String map = "{'Z':'z','A':{'value':'old','notes':'o','x':1},'S':{'value':'s','secure':true},'C':3}";
        String list = "{'v':2,'variables':[{'key':'N','value':'n'},{'key':'A','value':'new'}],'w':0}";
        assertEquals(
                json("{'v':2,'variables':[{'key':'N','value':'n'},{'key':'A','value':'old','notes':'o','x':1},"
                                + "{'key':'Z','value':'z'},{'key':'S','secure':true},{'key':'C','value':3}],'w':0}")
                        .toString(),
                merge(map, list, EnvConflict.KEEP).document().toString());
        assertEquals(
                json("{'Z':'z','A':'new','S':{'secure':true},'C':3,'N':'n'}").toString(),
                merge(list, map, EnvConflict.KEEP).document().toString());
        assertEquals(
                json("{'Z':'z','A':{'value':'old','notes':'o','x':1},'S':{'secure':true},'C':3,'N':'n'}")
                        .toString(),
                merge(list, map, EnvConflict.REPLACE).document().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'envVariables':{'value':1,'secure':true},'name':'x'} | {'items':[{'name':'B','value':1}]}",
                "{'items':[{'name':'variables','secure':true},{'name':'envVariables','value':1,'key':'k'}]} | {'B':1}",
                "{'A':{'value':1,'name':'shown','key':'k'}} | {'variables':[{'key':'B','value':1}]}",
                "{'A':{'value':1,'variableName':'shown'}} | {'items':[{'variableName':'B','value':1}]}",
                "{'A':1} | {'items':[]}",
            })
    void whatIsMergedIsReadAsTheSameAgain(String existing, String imported) {
        Environment merged = merge(existing, imported, EnvConflict.KEEP);
        Environment again = Environment.of(merged.document(), merged.secrets());
        assertEquals(merged, again);
        assertEquals(shown(merged), shown(again));
        assertEquals(
                shown(environment(existing)),
                shown(merge(imported, existing, EnvConflict.KEEP)).replaceAll(" ?B=1", ""));
    }

    @ParameterizedTest
    @EnumSource(EnvConflict.class)
    void anExportBroughtBackChangesNothing(EnvConflict conflict) {
        for (String text : new String[] {
            "{'v':2,'variables':[{'value':'s','key':'A','secure':true,'x':1},{'key':'B','value':null}],'w':0}",
            "{'A':{'value':'s','secret':'true'},'B':1,'C':{'secure':true},'D':{'value':null,'secure':true}}",
            "{}",
        }) {
            Environment existing = environment(text);
            Environment exported = Environment.read(Read.document(Definitions.bytes(existing.document())), new Faults())
                    .orElseThrow();
            Environment merged = Environment.merge(existing, Optional.of(exported), conflict);
            assertEquals(existing, merged);
            assertEquals(existing.secrets(), merged.secrets());
            assertEquals(existing.document().toString(), merged.document().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(EnvConflict.class)
    void withoutAFileAllStays(EnvConflict conflict) {
        Environment existing = environment("{'A':1}");
        assertSame(existing, Environment.merge(existing, Optional.empty(), conflict));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'variables':[{'name':'A','value':'s','secure':true},{'name':'B','value':2}]}",
                "{'B':2,'A':{'value':'s','secure':true}}"
            })
    void aToolWithoutVariablesTakesThoseOfTheFile(String text) {
        Environment merged = Environment.merge(Environment.none(), Optional.of(environment(text)), EnvConflict.KEEP);
        assertEquals(environment(text), merged);
    }

    @Test
    void bothTogetherAreBounded() {
        DockException refusal =
                assertThrows(DockException.class, () -> merge(many(0, 6_000), many(5_000, 10_001), EnvConflict.KEEP));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        assertTrue(refusal.getMessage().contains("are 10001; expected at most 10000"), refusal::getMessage);
        String large = "x".repeat(250_000);
        String three = "{'A':'" + large + "','B':'" + large + "','C':'" + large + "'}";
        String two = "{'D':'" + large + "','E':'" + large + "'}";
        refusal = assertThrows(DockException.class, () -> merge(three, two, EnvConflict.KEEP));
        assertTrue(refusal.getMessage().contains("more than 1048576 bytes"), refusal::getMessage);
        assertEquals(1, ((java.util.List<?>) refusal.details().get("errors")).size());
        assertEquals(
                Map.of(),
                merge(many(0, 6_000), many(5_000, 10_000), EnvConflict.KEEP).secrets());
    }

    @Test
    void whatBecomesSecureHasNoOtherValueInClear() {
        String existing = "{'variables':[{'name':'A','value':'s','secure':true}]}";
        String file = "{'variables':[{'name':'B','value':1},{'name':'A','value':'t','defaultValue':'u'}]}";
        DockException refusal = assertThrows(DockException.class, () -> merge(existing, file, EnvConflict.REPLACE));
        assertTrue(refusal.getMessage().contains("/variables/1/defaultValue"), refusal::getMessage);
        assertEquals(
                "s", merge(existing, file, EnvConflict.KEEP).secrets().get("A").textValue());
        String open = file.replace("'t'", "'t','secure':false");
        assertEquals(Map.of(), merge(existing, open, EnvConflict.REPLACE).secrets());
    }
}
