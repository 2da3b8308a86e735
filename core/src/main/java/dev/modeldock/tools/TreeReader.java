package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** Makes a tree of a parser's tokens, without recursion, and knows at every moment where in the document it is. */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final BiConsumer<Pointer, String> faults;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int values;
    /** Whether a value's token has come and the value is being looked at. */
    private boolean atValue;

    /** An open object or array, and the last name that was read in it. */
    private static final class Level {
        final ContainerNode<?> node;
        final Pointer place;
        String name;

        Level(ContainerNode<?> node, Pointer place) {
            this.node = node;
            this.place = place;
        }

        Pointer valuePlace() {
            return node.isArray() ? place.child(node.size()) : place.child(name);
        }
    }

    /** @param faults told of each fault that does not keep the rest from being read */
    TreeReader(JsonParser parser, BiConsumer<Pointer, String> faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * The document, read to the end of the file.
     *
     * @throws Unreadable when it cannot be read further, as the parser's own exceptions say too; {@link #place} then says
     *     where
     */
    ObjectNode read() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Unreadable("The file is empty; expected a JSON object.");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new Unreadable(
                    "The file holds " + kind(first) + "; expected a JSON object, as in {\"name\": \"value\"}.");
        }
        ObjectNode root = NODES.objectNode();
        levels.push(new Level(root, Pointer.ROOT));
        while (!levels.isEmpty()) {
            atValue = false;
            take(parser.nextToken());
        }
        if (parser.nextToken() != null) {
            throw new Unreadable(
                    at() + "something follows the end of the document; expected nothing more. Send one JSON"
                            + " object a file.");
        }
        return root;
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case FIELD_NAME -> name(parser.currentName());
            case END_OBJECT, END_ARRAY -> levels.pop();
            case START_OBJECT -> open(NODES.objectNode());
            case START_ARRAY -> open(NODES.arrayNode());
            case VALUE_STRING -> put(text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> put(number());
            case VALUE_TRUE -> put(NODES.booleanNode(true));
            case VALUE_FALSE -> put(NODES.booleanNode(false));
            case VALUE_NULL -> put(NODES.nullNode());
            default -> throw new IllegalStateException("A parser of text gave " + token);
        }
    }

    private void name(String name) {
        Level level = levels.element();
        level.name = name;
        checkCharacters(name, "name");
        if (((ObjectNode) level.node).has(name)) {
            faults.accept(
                    level.valuePlace(),
                    at() + "the name " + Found.shown(name)
                            + " stands in its object for the second time; expected each name" + " once. Take one out.");
        }
    }

    private void open(ContainerNode<?> node) throws Unreadable {
        Pointer place = levels.element().valuePlace();
        if (levels.size() == DefinitionReader.MOST_DEPTH) {
            atValue = true;
            throw new Unreadable(at() + "objects and arrays lie in each other more than " + DefinitionReader.MOST_DEPTH
                    + " deep, which is the most that is taken; make the document flatter.");
        }
        put(node);
        levels.push(new Level(node, place));
    }

    private JsonNode text() throws IOException {
        atValue = true;
        String text = parser.getText();
        checkCharacters(text, "text");
        return NODES.textNode(text);
    }

    private JsonNode number() throws IOException {
        String written = parser.getText();
        JsonNode number = Numbers.read(written);
        if (number == null) {
            faults.accept(
                    levels.element().valuePlace(),
                    at() + "there is a number outside of 1e-" + DefinitionReader.LARGEST_EXPONENT + " to 1e"
                            + DefinitionReader.LARGEST_EXPONENT + " or with more than "
                            + DefinitionReader.LONGEST_NUMBER
                            + " characters; send it as a text.");
            return NODES.nullNode();
        }
        return number;
    }

    private void put(JsonNode value) throws Unreadable {
        Level level = levels.element();
        if (++values > DefinitionReader.MOST_VALUES) {
            atValue = true;
            throw new Unreadable(at() + "the file has more than " + DefinitionReader.MOST_VALUES
                    + " values, which is the most that is taken; make it smaller.");
        }
        if (level.node instanceof ObjectNode object) {
            object.set(level.name, value);
        } else {
            ((ArrayNode) level.node).add(value);
        }
    }

    private void checkCharacters(String text, String what) {
        int bad = Found.noCharacter(text);
        if (bad >= 0) {
            faults.accept(
                    levels.element().valuePlace(),
                    String.format(
                            "%sa %s holds U+%04X at its index %d, which is %s; expected whole Unicode characters.",
                            at(),
                            what,
                            text.codePointAt(bad),
                            bad,
                            Found.isHalf(text.codePointAt(bad))
                                    ? "half of a surrogate pair"
                                    : "set aside as no character"));
        }
    }

    private String at() {
        JsonLocation place = parser.currentTokenLocation();
        return "At line " + place.getLineNr() + ", column " + place.getColumnNr() + " ";
    }

    /**
     * Where the last step went wrong: the value that was read, or what it was to be in.
     *
     * @param cutShort whether nothing stands there any more
     */
    Pointer place(boolean cutShort) {
        Level level = levels.peek();
        if (level == null) {
            return Pointer.ROOT;
        }
        if (atValue || level.node.isArray() && !cutShort) {
            return level.valuePlace();
        }
        // The parser looks at a value when it hands out its name; a name that we have not seen is of such a value.
        String name = parser.getParsingContext().getCurrentName();
        boolean ahead = level.node.isObject() && name != null && name != level.name;
        return ahead ? level.place.child(name) : level.place;
    }
}
