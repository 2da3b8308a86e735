package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of JSON as nodes that have the same value to the last digit, and are read from their own text as they are. */
final class Numbers {
    private static final int LONG_DIGITS = 18;

    private Numbers() {}

    /** The number, or null when it is larger, smaller or longer than the reader takes. */
    static JsonNode read(String written) {
        try {
            BigDecimal value = new BigDecimal(written);
            long exponent = (long) value.precision() - value.scale() - 1;
            boolean bounded = Math.abs(exponent) <= DefinitionReader.LARGEST_EXPONENT
                    && Math.max(written.length(), value.toString().length()) <= DefinitionReader.LONGEST_NUMBER;
            return bounded ? node(written, value) : null;
        } catch (NumberFormatException e) {
            return null; // The exponent is out of reach even of BigDecimal.
        }
    }

    /** By how it is written again, so that it is the same kind of node then. */
    private static JsonNode node(String written, BigDecimal value) {
        if (value.signum() == 0 && written.startsWith("-")) {
            return DoubleNode.valueOf(-0.0); // The only kind of node that knows -0.
        }
        String again = value.toString();
        if (!again.chars().allMatch(each -> each == '-' || Character.isDigit(each))) {
            return DecimalNode.valueOf(value);
        }
        if (again.length() > LONG_DIGITS) {
            return JsonNodeFactory.instance.numberNode(new BigInteger(again));
        }
        long whole = Long.parseLong(again);
        return whole == (int) whole
                ? JsonNodeFactory.instance.numberNode((int) whole)
                : JsonNodeFactory.instance.numberNode(whole);
    }
}
