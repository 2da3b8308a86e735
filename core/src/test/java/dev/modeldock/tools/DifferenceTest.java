package dev.modeldock.tools;

import static dev.modeldock.tools.Read.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static String brief(Difference difference) {
        return difference.changes().stream()
                .map(each -> (each.op() + " " + each.path() + " " + each.place() + " " + each.from() + " " + each.to())
                        .replace('"', '\''))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'a':1,'b':[1]} | {'b':[1],'a':1} | ~~",
                "{'a':1,'b':[1.0,100,-0]} | {'a':1.0,'b':[10e-1,1e2,0]} | ~~",
                "{'a':1} | {'a':'1'} | REPLACE /a a 1 '1'",
                "{'a':1} | {} | REMOVE /a a 1 null",
                "{} | {'a':null} | ADD /a a null null",
                "{'a':null} | {'a':false} | REPLACE /a a null false",
                "{'a':{'x y':{'b/c':1}}} | {'a':{'x y':{'b/c':2}}} | REPLACE /a/x y/b~1c a['x y']['b/c'] 1 2",
                "{'a':{}} | {'a':[]} | REPLACE /a a {} []",
                "{'a':123456789012345678901} | {'a':123456789012345678902} | REPLACE /a a 123456789012345678901 123456789012345678902",
                // Arrays of things with ids.
                "{'nodes':[{'id':'n1'},{'id':'n3','prompt':'x'}]} | {'nodes':[{'id':'n1'},{'id':'n2'},{'id':'n3','prompt':'y'}]}"
                        + " | ADD /nodes/1 nodes[id=n2] null {'id':'n2'}; REPLACE /nodes/2/prompt nodes[id=n3].prompt 'x' 'y'",
                "{'n':[{'id':1},{'id':2},{'id':3}]} | {'n':[{'id':3},{'id':1}]}"
                        + " | REMOVE /n/1 n[id=2] {'id':2} null; REORDER /n n [1,3] [3,1]",
                "{'n':[{'id':'a','x':[{'name':'p','v':1}]}]} | {'n':[{'id':'b'},{'id':'a','x':[{'name':'p','v':2}]}]}"
                        + " | ADD /n/0 n[id=b] null {'id':'b'}; REPLACE /n/1/x/0/v n[id=a].x[name=p].v 1 2",
                "{'n':[]} | {'n':[{'key':'a'}]} | ADD /n/0 n[key=a] null {'key':'a'}",
                "{'n':[{'id':1,'v':1},{'id':'1','v':2}]} | {'n':[{'id':'1','v':2},{'id':1,'v':1}]} | REORDER /n n [1,'1'] ['1',1]",
                "{'n':[{'id':'a','_id':'x','v':1},{'id':'a','_id':'y'}]} | {'n':[{'id':'a','_id':'x','v':2}]}"
                        + " | REMOVE /n/1 n[_id=y] {'id':'a','_id':'y'} null; REPLACE /n/0/v n[_id=x].v 1 2",
                // Other arrays.
                "{'t':['a','b','c']} | {'t':['a','x','b','c']} | ADD /t/1 t[1] null 'x'",
                "{'t':['a','b','c']} | {'t':['a','c']} | REMOVE /t/1 t[1] 'b' null",
                "{'t':['a','b','c','d']} | {'t':['a','x','d']} | REMOVE /t/2 t[2] 'c' null; REPLACE /t/1 t[1] 'b' 'x'",
                "{'t':[[1,2],[3]]} | {'t':[[1,2],[4]]} | REPLACE /t/1/0 t[1][0] 3 4",
                "{'t':[{'v':1},{'v':2}]} | {'t':[{'v':1},{'v':3,'w':0}]} | ADD /t/1/w t[1].w null 0; REPLACE /t/1/v t[1].v 2 3",
                "{'t':['a','a']} | {'t':['a','a','a']} | ADD /t/2 t[2] null 'a'",
            })
    void saysWhatChanged(String from, String to, String expected) {
        Difference difference = Difference.between(json(from), json(to));
        List<String> told = new ArrayList<>(List.of(brief(difference).split("; ")));
        List<String> wanted = new ArrayList<>(List.of(expected.split("; ")));
        Collections.sort(told);
        Collections.sort(wanted);
        assertEquals(wanted, told);
        assertEquals(0, difference.more());
        assertEquals(plain(json(to)), plain(follow(json(from), difference.changes())));
    }

    /** Does what {@link Difference} says that one can do with the changes. */
    private static JsonNode follow(ObjectNode from, List<Change> changes) {
        ObjectNode document = from.deepCopy();
        List<Change> removals = new ArrayList<>(
                changes.stream().filter(each -> each.op() == Change.Op.REMOVE).toList());
        Collections.reverse(removals);
        for (Change each : removals) {
            JsonNode parent = parent(document, each.path());
            JsonNode gone = parent.isArray()
                    ? ((ArrayNode) parent).remove(Integer.parseInt(last(each.path())))
                    : ((ObjectNode) parent).remove(last(each.path()));
            assertEquals(each.from(), gone, each::path);
        }
        changes.stream().filter(each -> each.op() != Change.Op.REMOVE).forEach(each -> apply(document, each));
        return document;
    }

    private static void apply(ObjectNode document, Change change) {
        if (change.op() == Change.Op.REORDER) {
            reorder((ArrayNode) document.at(change.path()), change);
            return;
        }
        JsonNode parent = parent(document, change.path());
        String last = last(change.path());
        if (change.op() == Change.Op.REPLACE) {
            assertEquals(change.from(), document.at(change.path()), change::path);
        }
        if (parent instanceof ObjectNode object) {
            assertEquals(change.op() == Change.Op.REPLACE, object.has(last), change::path);
            object.set(last, change.to());
        } else if (change.op() == Change.Op.ADD) {
            ((ArrayNode) parent).insert(Integer.parseInt(last), change.to());
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), change.to());
        }
    }

    private static void reorder(ArrayNode array, Change change) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        Map<JsonNode, Integer> ranks = new HashMap<>();
        change.to().forEach(id -> ranks.put(id, ranks.size()));
        assertEquals(elements.size(), ranks.size());
        elements.sort(java.util.Comparator.comparing(each -> ranks.get(each.propertyStream()
                .map(Map.Entry::getValue)
                .filter(ranks::containsKey)
                .findFirst()
                .orElseThrow())));
        array.removeAll().addAll(elements);
    }

    private static JsonNode parent(JsonNode document, String path) {
        return document.at(path.substring(0, path.lastIndexOf('/')));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }

    /** With numbers that are the same when their values are. */
    private static JsonNode plain(JsonNode node) {
        if (node.isNumber()) {
            return NODES.numberNode(node.decimalValue().stripTrailingZeros());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode plain = NODES.arrayNode();
            array.forEach(each -> plain.add(plain(each)));
            return plain;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode plain = NODES.objectNode();
            object.properties().forEach(field -> plain.set(field.getKey(), plain(field.getValue())));
            return plain;
        }
        return node;
    }

    @Test
    void theChangesLeadFromOneToTheOther() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            ObjectNode from = NODES.objectNode().set("r", tree(random, 4));
            ObjectNode to = random.nextInt(4) == 0
                    ? NODES.objectNode().set("r", tree(random, 4))
                    : NODES.objectNode().set("r", altered(from.get("r"), random));
            Difference difference = Difference.between(from, to);
            int trial = seed;
            assertEquals(
                    plain(to),
                    plain(follow(from, difference.changes())),
                    () -> trial + ": " + from + " to " + to + " by " + brief(difference));
            assertEquals(plain(from).equals(plain(to)), difference.changes().isEmpty());
        }
    }

    private static JsonNode tree(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 6);
        if (kind < 2) {
            return NODES.numberNode(random.nextInt(3));
        }
        if (kind == 2) {
            return NODES.textNode("t" + random.nextInt(3));
        }
        int size = random.nextInt(5);
        if (kind == 3) {
            ObjectNode object = NODES.objectNode();
            IntStream.range(0, size).forEach(i -> object.set("~/" + random.nextInt(6), tree(random, depth - 1)));
            return object;
        }
        ArrayNode array = NODES.arrayNode();
        List<Integer> ids = new ArrayList<>(IntStream.range(100, 106).boxed().toList());
        Collections.shuffle(ids, random);
        for (int i = 0; i < size; i++) {
            JsonNode each = tree(random, depth - 1);
            array.add(
                    kind == 4 ? each : NODES.objectNode().put("id", ids.get(i)).set("v", each));
        }
        return array;
    }

    private static JsonNode altered(JsonNode node, Random random) {
        if (!node.isContainerNode() || random.nextInt(12) == 0) {
            return random.nextInt(3) == 0 ? tree(random, 1) : node.deepCopy();
        }
        if (node instanceof ObjectNode object) {
            ObjectNode altered = NODES.objectNode();
            object.properties().stream()
                    .filter(field -> field.getKey().equals("id") || random.nextInt(8) > 0)
                    .forEach(field -> altered.set(
                            field.getKey(),
                            field.getKey().equals("id") ? field.getValue() : altered(field.getValue(), random)));
            return altered;
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(each -> elements.add(altered(each, random)));
        if (random.nextInt(3) == 0) {
            Collections.shuffle(elements, random);
        }
        if (random.nextInt(3) == 0) {
            elements.add(
                    random.nextInt(elements.size() + 1),
                    NODES.objectNode().put("id", 200).set("v", tree(random, 1)));
        }
        if (!elements.isEmpty() && random.nextInt(3) == 0) {
            elements.remove(random.nextInt(elements.size()));
        }
        return NODES.arrayNode().addAll(elements);
    }

    @Test
    void moreChangesThanAreToldAreCounted() {
        String from =
                IntStream.range(0, 12_345).mapToObj(i -> "'f" + i + "':0").collect(Collectors.joining(",", "{", "}"));
        Difference difference = Difference.between(json(from), json(from.replace(":0", ":1")));
        assertEquals(10_000, difference.changes().size());
        assertEquals(2_345, difference.more());
    }

    @Test
    void valuesThatAreTooMuchAreCutAndTheirChangesTold() {
        String half = "x".repeat(499_000);
        Difference difference = Difference.between(
                json("{'a':'" + half + "','b':{'c':['" + half + "']},'d':1,'e':1}"),
                json("{'a':'y" + half + "','b':{'c':['y" + half + "']},'d':2}"));
        assertEquals(
                List.of("/e false", "/a false", "/b/c/0 true", "/d false"),
                difference.changes().stream()
                        .map(change -> change.path() + " " + change.cut())
                        .toList());
        Change cut = difference.changes().get(2);
        assertNull(cut.from());
        assertNull(cut.to());
        assertEquals(0, difference.more());
        String many = "[],".repeat(100_000) + "[]";
        Difference whole = Difference.between(json("{'a':[" + many + "]}"), json("{'a':{}}"));
        assertTrue(whole.changes().get(0).cut(), "so many values are much, however short");
    }

    @Test
    void whatNoPointerCanTellIsToldAsAWhole() {
        String name = "n".repeat(1_999);
        ObjectNode from = json("{'a':{'" + name + "':1,'b':2},'" + name + "':1}");
        ObjectNode to = json("{'a':{'" + name + "':1,'b':3},'" + name + "':2}");
        Difference difference = Difference.between(from, to);
        assertEquals(
                List.of("/a", "/" + name),
                difference.changes().stream().map(Change::path).toList());
        assertEquals(from.get("a"), difference.changes().get(0).from());
        assertEquals(
                "[\"" + "n".repeat(80) + "…\"]", difference.changes().get(1).place());
    }

    @Test
    void idsAreCutInPlaces() {
        String id = "\\n😀".repeat(1_000);
        Difference difference = Difference.between(
                json("{'n':[{'id':'" + id + "','v':1}]}"), json("{'n':[{'id':'" + id + "','v':2}]}"));
        assertEquals("/n/0/v", difference.changes().get(0).path());
        String place = difference.changes().get(0).place();
        assertTrue(place.startsWith("n[id=?😀?😀") && place.endsWith("…].v") && place.length() < 100, place);
    }

    @Test
    void asDeepAsDocumentsAre() {
        String deep = "{'a':" + "[".repeat(199) + "%s" + "]".repeat(199) + "}";
        Difference difference = Difference.between(json(String.format(deep, "1")), json(String.format(deep, "2")));
        assertEquals("/a" + "/0".repeat(199), difference.changes().get(0).path());
        String objects = "{'a':".repeat(200) + "%s" + "}".repeat(200);
        difference = Difference.between(json(String.format(objects, "1")), json(String.format(objects, "2")));
        assertEquals("/a".repeat(200), difference.changes().get(0).path());
    }

    @Test
    void idsWithTheSameHashAreToldApart() {
        List<String> same = List.of("AaAa", "AaBB", "BBAa", "BBBB");
        String ids = IntStream.range(0, 1 << 14)
                .mapToObj(i -> IntStream.range(0, 7)
                        .mapToObj(at -> same.get(i >> 2 * at & 3))
                        .collect(Collectors.joining("", "{'id':'", "'}")))
                .collect(Collectors.joining(","));
        Difference difference = Difference.between(json("{'n':[" + ids + "]}"), json("{'n':[" + ids + ",{'id':'x'}]}"));
        assertEquals("ADD /n/16384 n[id=x] null {'id':'x'}", brief(difference));
    }
}
