package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Values as loosely as they are written: numbers in quotes, NaN, texts that are no Unicode. */
final class Values {
    private static final int MAX_TEXT = 16_384;
    private static final int MAX_DIGITS = 400;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");

    private Values() {}

    /** A finite number, be it in quotes; null for all else, such as NaN. */
    static Double number(JsonNode node) {
        double value;
        if (node.isNumber()) {
            value = node.doubleValue();
        } else if (node.isBoolean()) {
            value = node.booleanValue() ? 1 : 0;
        } else {
            String text = node.isTextual() && node.textValue().length() <= MAX_DIGITS
                    ? node.textValue().strip()
                    : "";
            value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        }
        return Double.isFinite(value) ? (Double) value : null;
    }

    /** A whole number, be it in quotes; what follows the point is cut off, as clients are used to. Else null. */
    static Long whole(JsonNode node) {
        if (node.isTextual()) {
            String text =
                    node.textValue().length() <= MAX_DIGITS ? node.textValue().strip() : "";
            return WHOLE.matcher(text).matches() ? parsed(text) : null;
        }
        Double value = number(node);
        if (value == null || Math.abs(value) >= 0x1p63) {
            return null;
        }
        return node.canConvertToLong() && node.isIntegralNumber() ? (Long) node.longValue() : (Long) value.longValue();
    }

    private static Long parsed(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    /** A text, a number or a truth as text; null for all else. */
    static String text(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? "True" : "False";
        }
        return node.isTextual() || node.isNumber() ? text(node.asText()) : null;
    }

    /** The text, not too long, and such that it can be written as UTF-8. */
    static String text(String foreign) {
        String cut = foreign.length() <= MAX_TEXT ? foreign : foreign.substring(0, MAX_TEXT - 1) + "…";
        if (cut.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return cut;
        }
        StringBuilder clean = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return clean.toString();
    }
}
