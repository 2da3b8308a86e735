package dev.modeldock.server.actions.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "10, 10.0",
        "50.5, 50.5",
        "0.1, 0.1",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1.5e-7, 1.5e-07",
        "12345678, 12345678.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "-1.25e100, -1.25e+100",
        "2e-3, 0.002",
        "2.0E23, 2e+23",
        "8.41E21, 8.41e+21",
        "1.1125369292536007e-308, 1.1125369292536007e-308",
        "33.333333333333336, 33.333333333333336",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void numbersAreWrittenAsPythonDoes(double value, String expected) {
        assertEquals(expected, PythonNumber.text(value));
    }

    @Test
    void whatIsWrittenIsReadAsTheSameNumber() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = PythonNumber.text(value);
                assertEquals(value, Double.parseDouble(text), text);
            }
        }
    }

    @Test
    void wholeNumbersStaySoUntilTheyMeetOthers() throws IOException {
        PythonNumber whole = PythonNumber.of(new ObjectMapper().readTree("40"));
        PythonNumber other = PythonNumber.of(new ObjectMapper().readTree("24.0"));
        assertEquals("40", whole.text());
        assertEquals("64", whole.plus(PythonNumber.of(24)).text());
        assertEquals("64.0", whole.plus(other).text());
        assertEquals("16.0", whole.minus(other).text());
        assertEquals("1600", whole.times(whole).text());
        assertTrue(PythonNumber.of(new ObjectMapper().readTree("123456789012345678901234567890"))
                .text()
                .startsWith("1.2345678901234568e+29"));
    }

    @Test
    void aBoundTakesThePlaceOfWhatIsBeyond() {
        PythonNumber zero = PythonNumber.of(0);
        PythonNumber hundred = PythonNumber.of(100);
        assertEquals("0", PythonNumber.of(-5.0).within(zero, hundred).text());
        assertEquals("0.0", PythonNumber.of(0.0).within(zero, hundred).text());
        assertEquals("100", PythonNumber.of(100.5).within(zero, hundred).text());
        assertEquals("100.0", PythonNumber.of(100.0).within(zero, hundred).text());
    }
}
