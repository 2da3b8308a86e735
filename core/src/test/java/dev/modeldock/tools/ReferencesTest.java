package dev.modeldock.tools;

import static dev.modeldock.tools.Read.assertTells;
import static dev.modeldock.tools.Read.brief;
import static dev.modeldock.tools.Read.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
    private static Faults check(String app, String flow) {
        Faults faults = new Faults();
        References.check(Optional.of(json(app)), Optional.of(json(flow)), faults);
        return faults;
    }

    private static List<String> faults(String flow) {
        return brief(check("{}", flow));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'nodes':[]}",
                "{'nodes':[{'id':'a'},{'id':'b'}],'edges':[{'source':'a','target':'b'}]}",
                "{'nodes':[{'_id':'m1','nodeId':'a'},{'_id':'m2'}],'links':[{'from':'a','to':'m2'},{'from':'m1','to':'a'}]}",
                "{'nodes':[{'id':1},{'id':'2'}],'connections':[{'fromNode':'1','toNode':2}]}",
                "{'nodes':{'a':{},'b':{'id':'x'}},'transitions':[{'sourceNodeId':'a','targetNodeId':{'nodeId':'x'}}]}",
                "{'flow':{'nodes':[{'id':'a','next':null,'parentId':''}]},'edges':[{'source':{'id':'a','port':2}}]}",
                "{'flows':[{'nodes':[{'id':'a'}]},{'nodes':[{'id':'a'}],'startNode':'a'}]}",
                "{'nodes':[{'id':'a','next':['b','a'],'nextNode':'b'},{'id':'b','nextNodeId':'a','parentId':'a'}]}",
                "{'nodes':[{'id':'a'}],'startNode':{'id':'a'},'entryNode':'a','entryNodeId':null,'x':{'startNodeId':'a'}}",
                "{'nodes':[{'id':'a','next':{'yes':'b'}}],'edges':[{'label':'q'},'text',7],'links':{'a':'b'}}",
                // What is of no shape that is known is taken as it is.
                "{'edges':[{'source':'a','target':'b'}],'startNode':'q'}",
                "{'nodes':['a','b'],'edges':[{'source':'c'}]}",
                "{'nodes':[{'x':1},{'y':2}],'edges':[{'source':'c'}]}",
                "{'nodes':{'count':2},'edges':[{'source':'c'}]}",
                "{'nodes':2,'edges':[{'source':'c'}]}",
            })
    void takesWhatFitsAndWhatItDoesNotKnow(String flow) {
        assertEquals(List.of(), faults(flow));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/nodes/0/id The id of a node is an empty text | {'nodes':[{'id':''}]}",
                "/nodes/0/id The id of a node is null | {'nodes':[{'id':null}]}",
                "/nodes/0/nodeId The id of a node is a number | {'nodes':[{'nodeId':1.5}]}",
                "/nodes/1/id The id of a node is an object | {'nodes':[{'id':'a'},{'id':{}}]}",
                "/nodes/1 A node has no id | {'nodes':[{'id':'a'},{}]}",
                "/nodes/1 A node is a text | {'nodes':[{'id':'a'},'b']}",
                "/nodes/2/_id The id 'a' is that of /nodes/0 too | {'nodes':[{'id':'a'},{'id':'b'},{'_id':'a'}]}",
                "/flow/nodes/1/id The id '1' is that of /flow/nodes/0 too | {'flow':{'nodes':[{'id':1},{'id':'1'}]}}",
                "/nodes/ A node has an empty text as its id | {'nodes':{'':{}}}",
                "/edges/0/target No node has the id 'z' | {'nodes':[{'id':'a'}],'edges':[{'source':'a','target':'z'}]}",
                "/edges/0/target No node has the id 'z' | {'nodes':{'a':{}},'edges':[{'source':'a','target':'z'}]}",
                "/edges/0/target No node has the id 'z' | {'nodes':[],'edges':[{'target':'z'}]}",
                "/edges/0/target No node has the id 'z' | {'nodes':{},'edges':[{'target':'z'}]}",
                "/f/links/1/to No node has the id '7' | {'nodes':[{'id':'a'}],'f':{'links':[{},{'to':{'id':7}}]}}",
                "/links/0/from This end of a connection is null | {'nodes':[{'id':'a'}],'links':[{'from':null}]}",
                "/links/0/from This end of a connection is an empty text | {'nodes':[{'id':'a'}],'links':[{'from':''}]}",
                "/links/0/to This end of a connection is an array | {'nodes':[{'id':'a'}],'links':[{'to':['a']}]}",
                "/connections/0/targetNodeId No node has the id 'z' | {'nodes':[{'id':'a'}],'connections':[{'targetNodeId':'z'}]}",
                "/transitions/0/toNode No node has the id 'z' | {'nodes':[{'id':'a'}],'transitions':[{'toNode':'z'}]}",
                "/startNode No node has the id 'z' | {'nodes':[{'id':'a'}],'startNode':'z'}",
                "/flow/entryNodeId No node has the id 'z' | {'flow':{'nodes':[{'id':'a'}],'entryNodeId':'z'}}",
                "/nodes/0/next No node has the id 'z' | {'nodes':[{'id':'a','next':'z'}]}",
                "/nodes/0/next/1 No node has the id 'z' | {'nodes':[{'id':'a','next':['a','z']}]}",
                "/nodes/a/parentId No node has the id 'z' | {'nodes':{'a':{'parentId':'z'}}}",
                "/flows/1/nodes/0/nextNodeId No node has the id 'z' | {'flows':[{},{'nodes':[{'id':'a','nextNodeId':'z'}]}]}",
            })
    void saysWhichReferenceLeadsNowhere(String fault, String flow) {
        assertEquals(List.of(fault), faults(flow));
    }

    @Test
    void everyFaultIsTold() {
        List<String> faults = faults("{'nodes':[{'id':'a','next':'x'},{'id':'a'},{}],"
                + "'edges':[{'source':'y','target':'a'},{'source':'a','target':'z'}],'startNode':'w'}");
        assertEquals(
                List.of(
                        "/nodes/1/id The id 'a' is that of /nodes/0 too",
                        "/nodes/2 A node has no id",
                        "/startNode No node has the id 'w'",
                        "/edges/0/source No node has the id 'y'",
                        "/edges/1/target No node has the id 'z'",
                        "/nodes/0/next No node has the id 'x'"),
                faults);
    }

    @Test
    void ofManyFaultsTheRestIsCounted() {
        String edges = IntStream.range(0, 5_000)
                .mapToObj(i -> "{'source':'x" + i + "'}")
                .collect(Collectors.joining(","));
        Faults faults = check("{}", "{'nodes':[{'id':'a'}],'edges':[" + edges + "]}");
        assertEquals(101, faults.list().size());
        assertTells(faults.list().get(99), DefinitionFile.FLOW, "/edges/99/source", "'x99'");
        assertTells(faults.list().get(100), DefinitionFile.FLOW, "", "4900 more faults");
    }

    @Test
    void hostileIdsAreCutInWhatIsSaid() {
        String id = "\\n" + "😀".repeat(100_000);
        Fault fault = check("{}", "{'nodes':[{'id':'a'}],'startNode':'" + id + "'}")
                .list()
                .get(0);
        assertEquals(
                "No node has the id '?" + "😀".repeat(39) + "…'; expected the id of one in this file.",
                fault.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "f1 | {'flowId':'f1','id':'x'}",
                "f1 | {'id':'x','callflowId':'f1'}",
                "7 | {'_id':7,'flow':{'id':'f1'}}",
                "f1 | {'flow':{'id':'x','flowId':'f1'}}",
                "x | {'id':'','flow':{'_id':'x'}}",
                "~~ | {'flows':[{'id':'x'}],'flow':'y'}",
            })
    void aFlowHasAnId(String id, String flow) {
        assertEquals(Optional.of(id).filter(each -> !each.isEmpty()), References.flowId(json(flow)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'flowId':'f1'} | {'flowId':'f1'}",
                "{'flows':[{'id':'f0'},{'flowId':'f1'},'f2']} | {'id':'f2'}",
                "{'callflowId':1,'flows':[]} | {'flow':{'id':'1'}}",
                "{'flowId':'f1'} | {'_id':'mongo','flow':{'flowId':'f1'}}",
                "{'flowId':'f1'} | {'nodes':[]}",
                "{'flows':[]} | {'id':'f1'}",
                "{'toolId':'t','workflowId':'w'} | {'toolId':'t','agentId':'a'}",
                "{'toolId':'t'} | {'toolId':null}",
            })
    void filesThatBelongTogether(String app, String flow) {
        assertEquals(List.of(), brief(check(app, flow)));
    }

    @Test
    void filesThatDoNot() {
        assertEquals(
                List.of("/flow/flowId This is the flow 'g', but app_definition"),
                brief(check("{'flowId':'f1'}", "{'flow':{'flowId':'g'}}")));
        Fault many = check("{'flows':['a','b','c','d','e','f','g']}", "{'id':'z'}")
                .list()
                .get(0);
        assertTells(many, DefinitionFile.FLOW, "/id", "names 'a', 'b', 'c', 'd', 'e' and 2 more;", "belong together");
        Faults tools = check("{'toolId':'t','agentId':1}", "{'toolId':'u','agentId':2}");
        assertTells(
                tools.list().get(0), DefinitionFile.FLOW, "/toolId", "This is 'u', but app_definition.json has 't'");
        assertTells(tools.list().get(1), DefinitionFile.FLOW, "/agentId", "This is '2'", "has '1'");
        assertEquals(2, tools.count());
    }
}
