package dev.modeldock.actions.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Optional;

/** What a parameter's value is, by the words of the tables. */
enum ValueType {
    OBJECT("object"),
    ARRAY("array"),
    NUMBER("number"),
    INTEGER("integer"),
    BOOLEAN("boolean"),
    STRING("string"),
    /** A text that never changes. */
    CONST("string"),
    /** One of some texts, in an order that a search for good values may use. */
    ORDERED("string"),
    /** One of some texts, in no order. */
    CATEGORICAL("string"),
    /** One of some numbers, in order. */
    ORDERED_INT("integer");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String schemaType;

    ValueType(String schemaType) {
        this.schemaType = schemaType;
    }

    /** The type by its word in a table, whatever its case. */
    static Optional<ValueType> of(String word) {
        return Optional.ofNullable(
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "collection", "dict" -> OBJECT;
                    case "list" -> ARRAY;
                    case "float" -> NUMBER;
                    case "integer", "int" -> INTEGER;
                    case "bool" -> BOOLEAN;
                    case "string", "str", "enum" -> STRING;
                    case "const" -> CONST;
                    case "ordered" -> ORDERED;
                    case "categorical" -> CATEGORICAL;
                    case "ordered_int" -> ORDERED_INT;
                    default -> null;
                });
    }

    /** The {@code type} in the schema. */
    String schemaType() {
        return schemaType;
    }

    /** The word that a schema tells beside {@code type}, for those of which JSON Schema knows nothing. */
    Optional<String> searchType() {
        return this == ORDERED || this == CATEGORICAL || this == ORDERED_INT
                ? Optional.of(name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    boolean isNumeric() {
        return this == NUMBER || this == INTEGER || this == ORDERED_INT;
    }

    /** Whether a list of options means something: true or false is all that there is of a boolean. */
    boolean hasOptions() {
        return isNumeric() || this == STRING || this == ORDERED || this == CATEGORICAL;
    }

    /** The value that a cell of a table holds; empty for an empty cell and for infinity, which JSON does not have. */
    Optional<JsonNode> value(String cell) {
        return cell.isEmpty() || cell.equals("inf") || cell.equals("-inf") ? Optional.empty() : Optional.of(read(cell));
    }

    private JsonNode read(String cell) {
        return switch (this) {
            case OBJECT, ARRAY -> json(cell);
            case NUMBER -> DoubleNode.valueOf(Double.parseDouble(cell));
            case INTEGER, ORDERED_INT -> integer(Long.parseLong(cell));
            case BOOLEAN -> BooleanNode.valueOf(cell.equalsIgnoreCase("true"));
            case STRING, CONST, ORDERED, CATEGORICAL -> TextNode.valueOf(cell);
        };
    }

    private static JsonNode integer(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private static JsonNode json(String cell) {
        try {
            return JSON.readTree(cell);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of parameters has a value that is no JSON: " + cell, e);
        }
    }
}
