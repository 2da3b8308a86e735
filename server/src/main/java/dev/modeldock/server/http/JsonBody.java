package dev.modeldock.server.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.http.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A request's body as one JSON object, whatever its content type says (curl's {@code --data} says form). Fields that
 * nobody asks for are ignored; a field that is missing or of another type is refused with what was found and expected.
 */
public final class JsonBody {
    private static final int MAX_BYTES = 1 << 20;

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * Read the whole body, at most 1 MiB of it.
     *
     * @throws DockException VALIDATION_ERROR when it is no JSON object, TOO_LARGE when it is longer
     */
    public static JsonBody of(Context ctx) throws IOException {
        return of(ctx, MAX_BYTES);
    }

    /** As {@link #of(Context)}, of at most so many bytes. */
    public static JsonBody of(Context ctx, int most) throws IOException {
        JsonNode node = any(ctx, most);
        if (!node.isObject()) {
            throw refusal("The body is " + kind(node) + "; expected is a JSON object.");
        }
        return new JsonBody(node);
    }

    /** As {@link #of}, for a body that may be any JSON value. */
    public static JsonNode any(Context ctx) throws IOException {
        return any(ctx, MAX_BYTES);
    }

    private static JsonNode any(Context ctx, int most) throws IOException {
        byte[] bytes = ctx.req().getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The body is longer than " + (most >> 20) + " MiB; expected is a small JSON object.");
        }
        if (bytes.length == 0) {
            throw refusal("The body is empty; expected is a JSON object.");
        }
        try {
            return Json.mapper().readTree(bytes);
        } catch (JsonProcessingException e) {
            throw refusal("The body is no JSON object" + place(e) + ".");
        }
    }

    private static String place(JsonProcessingException e) {
        boolean broken = e instanceof JsonParseException || e instanceof StreamConstraintsException;
        String what = broken ? Shown.text(e.getOriginalMessage()) : "something follows the object";
        return e.getLocation() == null
                ? ": " + what
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": " + what;
    }

    /** The object itself, for what the getters do not cover. */
    public JsonNode object() {
        return object;
    }

    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** A text that must be there and not blank. */
    public String text(String field) {
        return optionalText(field).filter(text -> !text.isBlank()).orElseThrow(() -> missing(field, "a text"));
    }

    public Optional<String> optionalText(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw illTyped(field, value, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** A whole number that must be there; a text of digits will do. */
    public long wholeNumber(String field) {
        return optionalWholeNumber(field).orElseThrow(() -> missing(field, "a whole number"));
    }

    /** A whole number, or empty; {@code 3.0} is one and {@code 3.5} is not. */
    public Optional<Long> optionalWholeNumber(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank())) {
            return Optional.empty();
        }
        try {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return Optional.of(value.longValue());
            }
            if (value.isNumber() && value.canConvertToExactIntegral()) {
                return Optional.of(new BigDecimal(value.asText()).longValueExact());
            }
            if (value.isTextual()) {
                return Optional.of(Long.parseLong(value.textValue().strip()));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw illTyped(field, value, "a whole number");
        }
        throw illTyped(field, value, "a whole number");
    }

    /** True or false, also as a text in any case, as {@code "True"}; {@code otherwise} when it is missing or empty. */
    public boolean flag(String field, boolean otherwise) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank())) {
            return otherwise;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        throw illTyped(field, value, "true or false");
    }

    private static DockException missing(String field, String expected) {
        return refusal("The field \"" + field + "\" is missing or empty; expected is " + expected + ".");
    }

    private static DockException illTyped(String field, JsonNode found, String expected) {
        return refusal("The field \"" + field + "\" is " + kind(found) + " " + Shown.text(found.toString())
                + "; expected is " + expected + ".");
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "the truth value";
            case NUMBER -> "the number";
            case STRING -> "the text";
            case OBJECT, POJO -> "an object";
            case BINARY, MISSING, NULL -> "empty";
        };
    }

    private static DockException refusal(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
