package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a flow and what names them. Nodes are looked for at the root, in the objects of the root's fields, and in
 * the objects of {@code flows}; a node may be named from anywhere in the file, by any of its ids. Where there are no
 * nodes, nothing is held against those who name some.
 */
final class FlowGraph {
    private static final List<String> CONNECTIONS = List.of("edges", "connections", "links", "transitions");
    private static final List<String> ENDS =
            List.of("source", "target", "from", "to", "sourceNodeId", "targetNodeId", "fromNode", "toNode");
    private static final List<String> STARTS = List.of("startNode", "startNodeId", "entryNode", "entryNodeId");
    private static final List<String> FOLLOWING = List.of("next", "nextNode", "nextNodeId", "parentId");

    private final Faults faults;
    private final List<Part> scopes = new ArrayList<>();
    private final List<Part> nodes = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private boolean hasNodes;

    private record Part(JsonNode content, Pointer place) {
        Part field(String name) {
            return new Part(content.path(name), place.child(name));
        }

        Part element(int index) {
            return new Part(content.path(index), place.child(index));
        }
    }

    FlowGraph(ObjectNode flow, Faults faults) {
        this.faults = faults;
        Part root = new Part(flow, Pointer.ROOT);
        addScope(root);
        flow.fieldNames().forEachRemaining(name -> {
            if (!name.equals("nodes")) {
                addScope(root.field(name));
            }
        });
        Part flows = root.field("flows");
        for (int index = 0; index < flows.content.size(); index++) {
            addScope(flows.element(index));
        }
    }

    private void addScope(Part part) {
        if (part.content.isObject()) {
            scopes.add(part);
        }
    }

    /** Note every fault: of ids first, then of what names them. */
    void check() {
        scopes.forEach(scope -> collect(scope.field("nodes")));
        if (hasNodes) {
            scopes.forEach(this::checkScope);
            nodes.forEach(node -> FOLLOWING.forEach(name -> checkName(node.field(name))));
        }
    }

    private void collect(Part list) {
        JsonNode content = list.content;
        if (content.isArray()) {
            collectList(list);
        } else if (content.isObject()
                && (content.isEmpty() || content.valueStream().anyMatch(JsonNode::isObject))) {
            hasNodes = true;
            content.fieldNames().forEachRemaining(id -> collectKeyed(id, list.field(id)));
        }
    }

    private void collectKeyed(String id, Part node) {
        if (id.isEmpty()) {
            add(node.place, "A node has an empty text as its id; expected some text.");
        }
        known.add(id);
        collectIds(node);
    }

    private void collectIds(Part node) {
        nodes.add(node);
        Ids.OWN.forEach(name -> Ids.of(node.content.path(name)).ifPresent(known::add));
    }

    /** A list in which nothing has an id is a list of something else. */
    private void collectList(Part list) {
        boolean withIds = list.content
                .valueStream()
                .anyMatch(node -> node.isObject() && Ids.field(node, Ids.OWN).isPresent());
        if (!list.content.isEmpty() && !withIds) {
            return;
        }
        hasNodes = true;
        Map<String, Pointer> own = new HashMap<>();
        for (int index = 0; index < list.content.size(); index++) {
            Part node = list.element(index);
            if (node.content.isObject()) {
                collectIds(node);
                checkOwn(node, own);
            } else {
                add(node.place, "A node is " + Found.kind(node.content) + "; expected an object with an id.");
            }
        }
    }

    private void checkOwn(Part node, Map<String, Pointer> own) {
        Optional<String> field = Ids.field(node.content, Ids.OWN);
        if (field.isEmpty()) {
            add(node.place, "A node has no id; expected one as 'id', '_id' or 'nodeId', as others here have.");
            return;
        }
        Part id = node.field(field.get());
        Optional<String> text = Ids.of(id.content);
        if (text.isEmpty()) {
            add(
                    id.place,
                    "The id of a node is " + Found.kind(id.content)
                            + "; expected a text that is not empty, or a whole number.");
        } else {
            Pointer other = own.putIfAbsent(text.get(), node.place);
            if (other != null) {
                add(
                        id.place,
                        "The id " + Found.shown(text.get()) + " is that of " + other.text()
                                + " too; expected another id for each node.");
            }
        }
    }

    private void checkScope(Part scope) {
        STARTS.forEach(name -> checkName(scope.field(name)));
        for (String name : CONNECTIONS) {
            Part list = scope.field(name);
            for (int index = 0; index < (list.content.isArray() ? list.content.size() : 0); index++) {
                Part connection = list.element(index);
                ENDS.forEach(end -> checkEnd(connection.field(end)));
            }
        }
    }

    private void checkEnd(Part end) {
        JsonNode value = Ids.named(end.content);
        if (value.isMissingNode() || value.isObject()) {
            return;
        }
        Optional<String> id = Ids.of(value);
        if (id.isPresent()) {
            checkId(id.get(), end.place);
        } else {
            add(end.place, "This end of a connection is " + Found.kind(value) + "; expected the id of a node.");
        }
    }

    /** One id, or a list of some; null and the empty text name nothing. */
    private void checkName(Part name) {
        if (name.content.isArray()) {
            for (int index = 0; index < name.content.size(); index++) {
                Part each = name.element(index);
                Ids.of(Ids.named(each.content)).ifPresent(id -> checkId(id, each.place));
            }
        } else {
            Ids.of(Ids.named(name.content)).ifPresent(id -> checkId(id, name.place));
        }
    }

    private void checkId(String id, Pointer place) {
        if (!known.contains(id)) {
            add(place, "No node has the id " + Found.shown(id) + "; expected the id of one in this file.");
        }
    }

    private void add(Pointer place, String message) {
        faults.add(DefinitionFile.FLOW, place, message);
    }
}
