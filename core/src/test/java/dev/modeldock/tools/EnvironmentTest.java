package dev.modeldock.tools;

import static dev.modeldock.tools.Read.brief;
import static dev.modeldock.tools.Read.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    static Environment environment(String text) {
        Faults faults = new Faults();
        return Environment.read(json(text), faults)
                .orElseThrow(() -> new AssertionError(faults.list().toString()));
    }

    private static List<String> faults(String text) {
        Faults faults = new Faults();
        assertTrue(Environment.read(json(text), faults).isEmpty(), "an environment came of it");
        return brief(faults);
    }

    /** Each variable as name=value, with * for a secure one and its notes in brackets. */
    static String shown(Environment environment) {
        return environment.masked().stream()
                .map(each -> each.name()
                        + (each.secure() ? "*=" : "=")
                        + each.value()
                        + (each.notes().isEmpty() ? "" : "(" + each.notes() + ")"))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=\"x\" B*=null | {'envVariables':[{'name':'A','value':'x'},{'name':'B','secure':true}]}",
                "A=1(n) | {'environmentVariables':[{'key':'A','value':1,'note':'n'}],'version':3}",
                "A=true(d) | {'x':[],'env_variables':[{'variableName':'A','value':true,'description':'d'}]}",
                "A*=\"********\"(n) | {'variables':[{'name':'A','value':'s','isSecret':'TRUE','notes':'n'}]}",
                "A=null | {'version':'2','items':[{'name':'A','value':null,'secure':'false'}],'more':['x']}",
                "A=\"x\" | {'items':[{'key':'A','value':'x'}],'other':[{'no':'variable'}]}",
                "A=\"x\" B=1.50 C=null D=false | {'A':'x','B':1.50,'C':null,'D':false}",
                "A=\"x\"(n) B*=\"********\" C=2 | {'A':{'value':'x','notes':'n'},'B':{'value':7,'encrypted':true},'C':2}",
                "envVariables=\"x\" | {'envVariables':'x'}",
                "A*=\"********\" | {'A':{'value':'x','secure':false,'isSecure':true}}",
                "A=\"x\" | {'variables':[{'name':'A','key':'B','value':'x','secure':null,'notes':7}]}",
                "~~ | {}",
                "~~ | {'envVariables':[]}",
                "~~ | {'items':[]}",
            })
    void takesListsAndMaps(String expected, String text) {
        assertEquals(expected, shown(environment(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure", "isSecure", "secureVariable", "secured", "isSecret", "secret", "encrypted"})
    void anyOfTheFlagsMakesItSecure(String flag) {
        assertEquals(
                "A*=\"********\"", shown(environment("{'variables':[{'name':'A','value':'x','" + flag + "':true}]}")));
        assertEquals("A=\"x\"", shown(environment("{'A':{'value':'x','" + flag + "':'False'}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/variables/1 A variable is a text | {'variables':[{'name':'A','value':1},'B']}",
                "/variables/0 A variable has no name | {'variables':[{'value':1}]}",
                "/variables/0/key The name of a variable is a number | {'variables':[{'key':5,'value':1}]}",
                "/variables/0/name The name of a variable has 0 characters | {'variables':[{'name':'','value':1}]}",
                "/ The name of a variable has 0 characters | {'':1}",
                "/variables/0/name The name 'a?b' has a control character | {'variables':[{'name':'a\\nb','value':1}]}",
                "/variables/2/key The name 'A' stands at /variables/0/name too | {'variables':[{'name':'A','value':1},{'name':'a','value':1},{'key':'A','value':2}]}",
                "/variables/0 A variable has no value | {'variables':[{'name':'A'}]}",
                "/A A variable has no value | {'A':{'secure':false,'notes':'x'}}",
                "/A A variable has no value | {'A':{'B':'x'}}",
                "/A/value The value of a variable is an array | {'A':{'value':['x'],'secure':true}}",
                "/variables/0/value The value of a variable is an object | {'variables':[{'name':'A','value':{}}]}",
                "/variables/0/secure This flag is a text | {'variables':[{'name':'A','secure':'yes'}]}",
                "/A/encrypted This flag is a number | {'A':{'value':1,'encrypted':1}}",
                "/A A variable is an array | {'A':[1]}",
                "/items A variable is an array | {'items':[],'x':1}",
                "/A/Value This may be a value of a secure variable | {'A':{'Value':'x','secure':true}}",
                "/A/default_value This may be a value of a secure variable | {'A':{'value':'x','default_value':1,'secured':true}}",
                "/variables/0/variableValue This may be a value of a secure variable | {'variables':[{'variableName':'A','variableValue':'x','secureVariable':'True'}]}",
                "/variables/0/val This may be a value of a secure variable | {'variables':[{'name':'A','val':['x'],'secure':true}]}",
                "/variables This is a second list of variables beside envVariables | {'envVariables':[],'variables':[]}",
            })
    void saysWhatIsWrongAndWhere(String fault, String text) {
        assertEquals(List.of(fault), faults(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'A':{'value':'x','hasValue':true,'oldValue':null,'interval':5,'secure':true}}",
                "{'A':{'value':'x','defaultValue':'y'}}"
            })
    void whatIsNoSecondSecretMayStand(String text) {
        environment(text);
    }

    @Test
    void everyFaultIsToldAndNoValue() {
        Faults faults = new Faults();
        Environment.read(
                json(
                        "{'variables':[7,{'key':'hunter2','value':['hunter3'],'secret':'hunter4'},{'name':'','value':1}]}"),
                faults);
        assertEquals(
                List.of("/variables/0", "/variables/1/secret", "/variables/1/value", "/variables/2/name"),
                faults.list().stream().map(Fault::path).toList());
        assertFalse(faults.list().toString().contains("hunter"), faults.list()::toString);
    }

    @Test
    void namesAndNumbersOfVariablesAreBounded() {
        String longest = "😀".repeat(256);
        assertEquals(longest + "=1", shown(environment("{'" + longest + "':1}")));
        assertEquals(
                List.of("/variables/0/name The name of a variable has 257 characters"),
                faults("{'variables':[{'name':'" + longest + "x','value':1}]}"));
        environment(many(0, 10_000));
        assertEquals(List.of("/variables There are 10001 variables"), faults(many(0, 10_001)));
    }

    static String many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{'name':'V" + i + "','value':" + i + "}")
                .collect(Collectors.joining(",", "{'variables':[", "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'v':2,'envVariables':[{'x':{'y':[1.0,-0]},'value':'a','name':'A'},{'key':'B','secure':'true','z':null}],'w':[]}",
                "{'B':1,'A':{'notes':'n','value':1e3,'unknown':[]},'C':{'isSecret':true}}",
                "{'items':[{'id':1,'variableName':'A','value':null}],'other':{'items':[]}}",
                "{}",
            })
    void whatCameGoesOutInItsOrder(String text) {
        ObjectNode came = json(text);
        assertEquals(came.toString(), environment(text).document().toString());
        assertEquals(came, json(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'envVariables':[{'value':'hunter2','name':'A','secure':true,'x':1},{'name':'B','value':'b'}],'w':1}",
                "{'B':1,'A':{'value':'hunter2','secured':'True'},'C':{'value':null,'secret':true}}",
            })
    void secretsLeaveByThemselvesAlone(String text) {
        Environment whole = environment(text);
        ObjectNode document = whole.document();
        assertFalse(document.toString().contains("hunter2"), document::toString);
        assertEquals(Map.of("A", TextNode.valueOf("hunter2")), whole.secrets());
        assertEquals(whole, Environment.of(document, whole.secrets()));
        assertNotEquals(whole, Environment.of(document, Map.of()));
        assertEquals(
                document.toString(),
                Environment.of(document, whole.secrets()).document().toString());
        assertFalse((whole + whole.masked().toString()).contains("hunter2"));
        assertFalse(new Variable("A", json(text)).toString().contains("hunter2"));
    }

    @Test
    void masksHideTheLengthAndWhatIsNotKnown() {
        Environment environment = environment("{'variables':[{'name':'A','value':'s','secure':true,'old':'hunter2'}]}");
        assertEquals(List.of(new MaskedVariable("A", TextNode.valueOf("********"), true, "")), environment.masked());
    }

    @Test
    void secretsOfOthersAreNotTaken() {
        ObjectNode document = json("{'A':1,'B':{'secure':true}}");
        for (String name : List.of("A", "C")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Environment.of(document, Map.of(name, TextNode.valueOf("hunter2"))));
        }
        assertThrows(IllegalArgumentException.class, () -> Environment.of(json("{'A':[]  ,'B':1}"), Map.of()));
    }

    @Test
    void whatIsGivenAndTakenIsNotShared() {
        ObjectNode given = json("{'A':{'value':1,'x':{}}}");
        Environment environment = Environment.read(given, new Faults()).orElseThrow();
        ((ObjectNode) given.get("A")).put("value", 2);
        ((ObjectNode) environment.document().get("A").get("x")).put("value", 3);
        assertEquals("{\"A\":{\"value\":1,\"x\":{}}}", environment.document().toString());
    }

    @Test
    void noneIsAnEmptyList() {
        assertEquals(json("{'envVariables':[]}"), Environment.none().document());
        assertEquals(Environment.none(), environment("{'envVariables':[]}"));
        assertEquals(
                Environment.none().hashCode(),
                environment("{'envVariables':[]}").hashCode());
    }
}
