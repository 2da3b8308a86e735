package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number as the toolkit's Python has it: one that came as a whole number stays so and is written without a point, until
 * it meets one with a point.
 */
public record PythonNumber(double value, boolean whole) {
    private static final double EXACT = 1L << 53;
    private static final int MOST_PLACES = 16;
    private static final int MOST_ZEROS = -4;

    public static PythonNumber of(double value) {
        return new PythonNumber(value, false);
    }

    public static PythonNumber of(int value) {
        return new PythonNumber(value, true);
    }

    /** @param number of JSON */
    public static PythonNumber of(JsonNode number) {
        double value = number.doubleValue();
        return new PythonNumber(value, number.isIntegralNumber() && Math.abs(value) <= EXACT);
    }

    public PythonNumber plus(PythonNumber other) {
        return new PythonNumber(value + other.value, whole && other.whole);
    }

    public PythonNumber minus(PythonNumber other) {
        return new PythonNumber(value - other.value, whole && other.whole);
    }

    public PythonNumber times(PythonNumber other) {
        return new PythonNumber(value * other.value, whole && other.whole);
    }

    /** Within bounds; of two that are equal it stays itself. */
    public PythonNumber within(PythonNumber min, PythonNumber max) {
        PythonNumber raised = min.value > value ? min : this;
        return max.value < raised.value ? max : raised;
    }

    /** Such as {@code 64}, {@code 10.0}, {@code 1e-05}. */
    public String text() {
        return whole && Math.abs(value) <= EXACT ? Long.toString((long) value) : text(value);
    }

    /** The shortest digits that are read as the same number again, as {@code repr} has them. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        String usual = Double.toString(value);
        if (usual.length() < MOST_PLACES && usual.indexOf('E') < 0) {
            return usual;
        }
        BigDecimal shortest = shortest(value, new BigDecimal(usual).stripTrailingZeros());
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= MOST_ZEROS && exponent < MOST_PLACES) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        return scientific(shortest, exponent);
    }

    /** Java writes a digit too many now and then. */
    private static BigDecimal shortest(double value, BigDecimal found) {
        BigDecimal best = found;
        while (best.precision() > 1) {
            BigDecimal shorter = best.round(new MathContext(best.precision() - 1, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                break;
            }
            best = shorter.stripTrailingZeros();
        }
        return best;
    }

    private static String scientific(BigDecimal number, int exponent) {
        String digits = number.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (number.signum() < 0 ? "-" : "")
                + mantissa
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
