package dev.modeldock.actions.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Numbers as every reader takes them for numbers. */
final class NumberText {
    private NumberText() {}

    /**
     * The text of a number. Python's YAML takes {@code 5e-06} and {@code 1.0E10} for texts: it wants a point, and a sign
     * before the exponent.
     */
    static String of(String path, JsonNode number) {
        String text = number.asText();
        if (number.isIntegralNumber()) {
            return text;
        }
        if (!Double.isFinite(number.doubleValue())) {
            throw Faults.refusal(List.of(Faults.fault(path, "is no finite number")));
        }
        int e = text.indexOf('E');
        String mantissa = e < 0 ? text : text.substring(0, e);
        String exponent = e < 0 ? "" : text.substring(e + 1);
        return (mantissa.contains(".") ? mantissa : mantissa + ".0")
                + (exponent.isEmpty() ? "" : "e" + (exponent.matches("[+-].*") ? "" : "+") + exponent);
    }
}
