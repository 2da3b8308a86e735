package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * One environment variable, as its file has it: an object with all fields that came, or in a map perhaps the bare value.
 * Nothing here changes a content; it is copied.
 */
record Variable(String name, JsonNode content) {
    static final List<String> NAMES = List.of("name", "key", "variableName");
    static final List<String> SECURE =
            List.of("secure", "isSecure", "secureVariable", "secured", "isSecret", "secret", "encrypted");
    static final String VALUE = "value";

    private static final List<String> NOTES = List.of("notes", "note", "description");

    /** The value, or a missing node; null may stand for the value of a secure one that was left out. */
    JsonNode value() {
        return content.isObject() ? content.path(VALUE) : content;
    }

    boolean hasValue() {
        return !value().isMissingNode() && !(isSecure() && value().isNull());
    }

    /** One flag that says so is enough. */
    boolean isSecure() {
        return SECURE.stream().anyMatch(name -> isTrue(content.path(name)));
    }

    /** Whether it is said to be readable, and not just nothing said; and there is something to be read. */
    boolean isOpenly() {
        return !isSecure()
                && SECURE.stream().anyMatch(name -> content.hasNonNull(name))
                && !value().isMissingNode()
                && !value().isNull();
    }

    private static boolean isTrue(JsonNode flag) {
        return flag.isBoolean() ? flag.booleanValue() : "true".equalsIgnoreCase(flag.textValue());
    }

    String notes() {
        return NOTES.stream()
                .map(content::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse("");
    }

    Variable withValue(JsonNode value) {
        return content.isObject() ? new Variable(name, copy().set(VALUE, value)) : new Variable(name, value);
    }

    /** Without the value of a secure one. */
    Variable withoutSecret() {
        return isSecure() && hasValue() ? new Variable(name, copy().without(VALUE)) : this;
    }

    Variable asSecure() {
        if (isSecure()) {
            return this;
        }
        ObjectNode secured = content.isObject() ? copy() : object().set(VALUE, content);
        secured.put(Ids.field(secured, SECURE).orElse(SECURE.get(0)), true);
        return new Variable(name, secured);
    }

    /** As an element of a list in which {@code nameField} holds the name. */
    Variable listed(String nameField) {
        ObjectNode element = object().put(nameField, name);
        if (content.isObject()) {
            copy().without(NAMES).properties().forEach(field -> element.set(field.getKey(), field.getValue()));
        } else {
            element.set(VALUE, content);
        }
        return new Variable(name, element);
    }

    /** As it stands under its name in a map, where nothing but the value needs no object. */
    Variable mapped() {
        ObjectNode rest = copy();
        Ids.field(rest, NAMES).ifPresent(rest::remove);
        return new Variable(name, rest.size() == 1 && rest.has(VALUE) ? rest.get(VALUE) : rest);
    }

    MaskedVariable masked() {
        JsonNode shown = JsonNodeFactory.instance.nullNode();
        if (hasValue()) {
            shown = isSecure() ? TextNode.valueOf(MaskedVariable.MASK) : value();
        }
        return new MaskedVariable(name, shown, isSecure(), notes());
    }

    private ObjectNode copy() {
        return content.deepCopy();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Tells no value. */
    @Override
    public String toString() {
        return "Variable " + Found.shown(name);
    }
}
