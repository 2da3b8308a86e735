package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the variables in a document of one of the shapes that {@link Environment} takes, and what is wrong with them. */
final class EnvironmentReader {
    private static final List<String> LISTS =
            List.of("envVariables", "environmentVariables", "env_variables", "variables");
    private static final int LONGEST_NAME = 256;

    private final ObjectNode document;
    private final Faults faults;
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, Pointer> names = new HashMap<>();

    EnvironmentReader(ObjectNode document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    /** Read it; what has a fault is noted as such. */
    Environment read() {
        Optional<String> list = list();
        JsonNode all = list.<JsonNode>map(document::get).orElse(document);
        Pointer place = list.map(Pointer.ROOT::child).orElse(Pointer.ROOT);
        if (all.size() > Environment.MOST) {
            add(
                    place,
                    "There are " + all.size() + " variables; expected at most " + Environment.MOST
                            + ". Take some out.");
        } else if (list.isPresent()) {
            for (int index = 0; index < all.size(); index++) {
                element(all.get(index), place.child(index));
            }
        } else {
            document.properties().forEach(field -> entry(field.getKey(), field.getValue()));
        }
        return new Environment(document, list, nameField(), variables);
    }

    /** What the first variable calls its name, so that those that are added call it the same. */
    private String nameField() {
        return variables.stream()
                .findFirst()
                .flatMap(first -> Ids.field(first.content(), Variable.NAMES))
                .orElse(Variable.NAMES.get(0));
    }

    private void entry(String name, JsonNode content) {
        Pointer place = Pointer.ROOT.child(name);
        checkName(name, place);
        check(content, place);
        variables.add(new Variable(name, content));
    }

    /** The field of the list, or nothing when the document is a map. */
    private Optional<String> list() {
        List<String> usual =
                LISTS.stream().filter(name -> document.path(name).isArray()).toList();
        usual.stream()
                .skip(1)
                .forEach(name -> add(
                        Pointer.ROOT.child(name),
                        "This is a second list of variables beside " + usual.get(0) + "; expected one. Join them."));
        if (!usual.isEmpty()) {
            return Optional.of(usual.get(0));
        }
        List<String> likely = document.properties().stream()
                .filter(field -> isListOfVariables(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return likely.size() == 1 ? Optional.of(likely.get(0)) : Optional.empty();
    }

    private boolean isListOfVariables(JsonNode value) {
        return value.isArray()
                && value.valueStream().allMatch(JsonNode::isObject)
                && (value.isEmpty()
                        ? document.size() == 1
                        : value.valueStream()
                                .anyMatch(
                                        each -> Ids.field(each, Variable.NAMES).isPresent()));
    }

    private void element(JsonNode element, Pointer place) {
        if (!element.isObject()) {
            add(place, "A variable is " + Found.kind(element) + "; expected an object with a name and a value.");
            return;
        }
        Optional<String> field = Ids.field(element, Variable.NAMES);
        if (field.isEmpty()) {
            add(place, "A variable has no name; expected one as 'name', 'key' or 'variableName'.");
        } else if (!element.get(field.get()).isTextual()) {
            add(
                    place.child(field.get()),
                    "The name of a variable is " + Found.kind(element.get(field.get())) + "; expected a text.");
        } else {
            String name = element.get(field.get()).textValue();
            checkName(name, place.child(field.get()));
            variables.add(new Variable(name, element));
        }
        check(element, place);
    }

    private void checkName(String name, Pointer place) {
        int length = name.codePointCount(0, name.length());
        if (length == 0 || length > LONGEST_NAME) {
            add(place, "The name of a variable has " + length + " characters; expected 1 to " + LONGEST_NAME + ".");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            add(place, "The name " + Found.shown(name) + " has a control character; expected none.");
        }
        Pointer other = names.putIfAbsent(name, place);
        if (other != null) {
            add(
                    place,
                    "The name " + Found.shown(name) + " stands at " + other.text()
                            + " too; expected each name once. Take one out.");
        }
    }

    private void check(JsonNode content, Pointer place) {
        if (content.isArray()) {
            add(
                    place,
                    "A variable is an array; expected a text, a number, true, false, null or an object with a value. A"
                            + " list of variables is called '" + LISTS.get(0) + "'.");
        } else if (content.isObject()) {
            boolean flagged = checkFlags(content, place);
            if (flagged) {
                checkOtherValues(content, place);
            }
            JsonNode value = content.path(Variable.VALUE);
            if (value.isContainerNode()) {
                add(
                        place.child(Variable.VALUE),
                        "The value of a variable is " + Found.kind(value)
                                + "; expected a text, a number, true, false or null.");
            } else if (value.isMissingNode() && !flagged) {
                add(place, "A variable has no value; expected one as 'value', which only a secure variable may lack.");
            }
        }
    }

    /** Only the one value is encrypted; another one must not be kept in clear beside it. */
    private void checkOtherValues(JsonNode content, Pointer place) {
        content.properties().forEach(field -> {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean likely = !field.getKey().equals(Variable.VALUE) && (name.contains("value") || name.equals("val"));
            JsonNode value = field.getValue();
            if (likely && (value.isTextual() || value.isNumber() || value.isContainerNode())) {
                add(
                        place.child(field.getKey()),
                        "This may be a value of a secure variable; only 'value' is encrypted, so call it that, or take it out.");
            }
        });
    }

    /** Whether it is secure, or may be for all that can be told. */
    private boolean checkFlags(JsonNode content, Pointer place) {
        boolean bad = false;
        for (String name : Variable.SECURE) {
            JsonNode flag = content.path(name);
            String text = String.valueOf(flag.textValue());
            if (!flag.isMissingNode()
                    && !flag.isNull()
                    && !flag.isBoolean()
                    && !text.equalsIgnoreCase("true")
                    && !text.equalsIgnoreCase("false")) {
                bad = true;
                add(place.child(name), "This flag is " + Found.kind(flag) + "; expected true or false.");
            }
        }
        return bad || new Variable("", content).isSecure();
    }

    private void add(Pointer place, String message) {
        faults.add(DefinitionFile.ENV, place, message);
    }
}
