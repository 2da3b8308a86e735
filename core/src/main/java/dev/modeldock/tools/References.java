package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ids that refer to each other, within the flow and between the flow and the app definition. No schema of the files is
 * published, so only fields whose meaning is plain from their names are held to it; all else is taken as it is.
 */
final class References {
    private static final List<String> FLOW = List.of("flowId", "callflowId");
    private static final List<String> FLOW_OWN = List.of("flowId", "callflowId", "id", "_id");
    private static final List<String> TOOL = List.of("toolId", "workflowId", "agentId");
    private static final int SHOWN = 5;

    private References() {}

    /** Note in {@code faults} every reference that leads nowhere, as far as the files could be read. */
    static void check(Optional<ObjectNode> app, Optional<ObjectNode> flow, Faults faults) {
        flow.ifPresent(each -> new FlowGraph(each, faults).check());
        if (app.isPresent() && flow.isPresent()) {
            checkFlow(app.get(), flow.get(), faults);
            checkTool(app.get(), flow.get(), faults);
        }
    }

    /** The flow's own id: the first of flowId, callflowId, id and _id, at the root or else in {@code flow}. */
    static Optional<String> flowId(ObjectNode flow) {
        return flowIds(flow).keySet().stream().findFirst();
    }

    /** All ids of the flow, and where they stand. */
    private static Map<String, Pointer> flowIds(ObjectNode flow) {
        Map<String, Pointer> ids = new LinkedHashMap<>();
        ids(flow, Pointer.ROOT, ids);
        ids(flow.path("flow"), Pointer.ROOT.child("flow"), ids);
        return ids;
    }

    private static void ids(JsonNode object, Pointer place, Map<String, Pointer> ids) {
        for (String name : FLOW_OWN) {
            Ids.of(object.path(name)).ifPresent(id -> ids.putIfAbsent(id, place.child(name)));
        }
    }

    private static void checkFlow(ObjectNode app, ObjectNode flow, Faults faults) {
        Set<String> named = namedFlows(app);
        Map<String, Pointer> own = flowIds(flow);
        if (!named.isEmpty() && !own.isEmpty() && own.keySet().stream().noneMatch(named::contains)) {
            Map.Entry<String, Pointer> first = own.entrySet().iterator().next();
            faults.add(
                    DefinitionFile.FLOW,
                    first.getValue(),
                    "This is the flow " + Found.shown(first.getKey()) + ", but " + DefinitionFile.APP.fileName()
                            + " names " + shown(named) + "; send files that belong together.");
        }
    }

    private static Set<String> namedFlows(ObjectNode app) {
        Set<String> named = new LinkedHashSet<>();
        FLOW.forEach(name -> Ids.of(app.path(name)).ifPresent(named::add));
        if (app.path("flows").isArray()) {
            for (JsonNode each : app.path("flows")) {
                Ids.of(each).ifPresent(named::add);
                FLOW_OWN.forEach(name -> Ids.of(each.path(name)).ifPresent(named::add));
            }
        }
        return named;
    }

    private static String shown(Set<String> ids) {
        String first = ids.stream().limit(SHOWN).map(Found::shown).collect(Collectors.joining(", "));
        return ids.size() > SHOWN ? first + " and " + (ids.size() - SHOWN) + " more" : first;
    }

    private static void checkTool(ObjectNode app, ObjectNode flow, Faults faults) {
        for (String name : TOOL) {
            Optional<String> ofApp = Ids.of(app.path(name));
            Optional<String> ofFlow = Ids.of(flow.path(name));
            if (ofApp.isPresent() && ofFlow.isPresent() && !ofApp.equals(ofFlow)) {
                faults.add(
                        DefinitionFile.FLOW,
                        Pointer.ROOT.child(name),
                        "This is " + Found.shown(ofFlow.get()) + ", but " + DefinitionFile.APP.fileName() + " has "
                                + Found.shown(ofApp.get()) + " there; send files that belong together.");
            }
        }
    }
}
