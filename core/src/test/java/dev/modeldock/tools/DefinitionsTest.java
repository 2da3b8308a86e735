package dev.modeldock.tools;

import static dev.modeldock.tools.Read.document;
import static dev.modeldock.tools.Read.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {
    @TempDir
    private Path directory;

    private Definitions read(Map<DefinitionFile, String> texts) throws IOException {
        Map<DefinitionFile, Path> files = new EnumMap<>(DefinitionFile.class);
        for (Map.Entry<DefinitionFile, String> each : texts.entrySet()) {
            files.put(
                    each.getKey(),
                    Files.writeString(
                            directory.resolve(each.getKey().fileName()),
                            each.getValue().replace('\'', '"')));
        }
        return Definitions.read(files.keySet(), file -> Files.newInputStream(files.get(file)));
    }

    private DockException refused(Map<DefinitionFile, String> texts) {
        DockException refusal = assertThrows(DockException.class, () -> read(texts));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        return refusal;
    }

    private static List<String> places(DockException refusal) {
        return ((List<?>) refusal.details().get("errors"))
                .stream()
                        .map(each -> ((Map<?, ?>) each))
                        .map(each -> each.get("file") + " " + each.get("path"))
                        .toList();
    }

    @Test
    void readsTheFilesOfATool() throws IOException {
        Definitions read = read(Map.of(
                DefinitionFile.APP, "{'name':'Tool','flowId':'f'}",
                DefinitionFile.FLOW, "{'id':'f','nodes':[{'id':'a'}]}",
                DefinitionFile.ENV, "{'A':{'value':'hunter2','secure':true}}"));
        assertEquals(json("{'name':'Tool','flowId':'f'}"), read.app());
        assertEquals(json("{'id':'f','nodes':[{'id':'a'}]}"), read.flow());
        assertEquals(
                json("{'A':{'secure':true}}"), read.environment().orElseThrow().document());
        assertFalse(read.toString().contains("hunter2"), read::toString);
    }

    @Test
    void theEnvironmentNeedNotCome() throws IOException {
        assertEquals(
                Optional.empty(),
                read(Map.of(DefinitionFile.APP, "{}", DefinitionFile.FLOW, "{}"))
                        .environment());
    }

    @Test
    void everyFaultOfEveryFileIsTold() {
        DockException refusal = refused(Map.of(
                DefinitionFile.APP, "{'a':1,'a':2,'b':'\\ud800'}",
                DefinitionFile.FLOW, "{'nodes':[{'id':'a'}],'startNode':'z'}",
                DefinitionFile.ENV, "{'A':[]  ,'B':{}}"));
        assertEquals(
                List.of(
                        "app_definition.json /a",
                        "app_definition.json /b",
                        "flow_definition.json /startNode",
                        "env_variables.json /A",
                        "env_variables.json /B"),
                places(refusal));
        assertTrue(
                refusal.getMessage()
                        .startsWith(
                                "There are 5 faults, the first in app_definition.json at '/a': At line 1, column 8 "),
                refusal::getMessage);
    }

    @Test
    void oneFaultIsTheWholeSentence() {
        DockException refusal = refused(Map.of(DefinitionFile.APP, "{}", DefinitionFile.FLOW, ""));
        assertEquals(
                "There is a fault in flow_definition.json: The file is empty; expected a JSON object.",
                refusal.getMessage());
        assertEquals(
                List.of(Map.of(
                        "code", "VALIDATION_ERROR",
                        "msg", "The file is empty; expected a JSON object.",
                        "file", "flow_definition.json",
                        "path", "")),
                refusal.details().get("errors"));
    }

    @Test
    void aFileThatIsMissingIsAFault() {
        DockException refusal = refused(Map.of(DefinitionFile.ENV, "{}"));
        assertEquals(List.of("app_definition.json ", "flow_definition.json "), places(refusal));
        assertTrue(refusal.getMessage().contains("send its id as toolDataFileId"), refusal::getMessage);
    }

    @Test
    void writesTheSameBytesForTheSameDocument() {
        ObjectNode document = json("{'b':[1,{'ä😀':1.50}],'a':{},'c':[],'d':'\\n\\u0001\\u007f/'}");
        String expected = """
                {
                  "b": [
                    1,
                    {
                      "ä😀": 1.50
                    }
                  ],
                  "a": { },
                  "c": [ ],
                  "d": "\\n\\u0001\u007f/"
                }
                """;
        assertEquals(expected, new String(Definitions.bytes(document), StandardCharsets.UTF_8));
        assertArrayEquals(Definitions.bytes(document), Definitions.bytes(document(Definitions.bytes(document))));
        assertEquals(document, Definitions.document(DefinitionFile.APP, Definitions.bytes(document)));
    }

    @Test
    void whatBlanksWouldMakeTooLongIsWrittenWithoutThem() {
        ObjectNode deep = json("{'a':" + "[".repeat(198) + "0,".repeat(100_000) + "0" + "]".repeat(198) + "}");
        byte[] written = Definitions.bytes(deep);
        assertEquals(deep.toString(), new String(written, StandardCharsets.UTF_8));
        assertEquals(deep, document(written));
    }

    @Test
    void whatWasNotWrittenHereIsNotTakenForIt() {
        assertThrows(
                IllegalStateException.class, () -> Definitions.document(DefinitionFile.APP, new byte[] {'[', ']'}));
    }

    @Test
    void filesAndFieldsHaveTheirDocumentedNames() {
        assertEquals(
                "app_definition.json toolDataFileId", DefinitionFile.APP.fileName() + " " + DefinitionFile.APP.field());
        assertEquals(
                "flow_definition.json flowDataFileId",
                DefinitionFile.FLOW.fileName() + " " + DefinitionFile.FLOW.field());
        assertEquals(
                "env_variables.json envVariablesFileId",
                DefinitionFile.ENV.fileName() + " " + DefinitionFile.ENV.field());
    }
}
