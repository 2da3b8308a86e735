package dev.modeldock.server.routes.tao;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {
    /** As Python says of {@code list(range(10))[skip:][:size]}. */
    @ParameterizedTest
    @CsvSource({
        ",          ,       0, 10",
        "0,         ,       0, 10",
        "3,         ,       3, 10",
        "10,        ,      10, 10",
        "11,        ,      10, 10",
        "-1,        ,       9, 10",
        "-10,       ,       0, 10",
        "-11,       ,       0, 10",
        ",         0,       0,  0",
        ",         3,       0,  3",
        ",        10,       0, 10",
        ",        11,       0, 10",
        ",        -1,       0,  9",
        ",       -10,       0,  0",
        ",       -11,       0,  0",
        "2,        3,       2,  5",
        "2,       -3,       2,  7",
        "-3,       2,       7,  9",
        "-3,      -2,       7,  8",
        "8,       -3,       8,  8",
        "+2,      +3,       2,  5",
        "' 2 ',  ' 3',      2,  5",
        "007,     01,       7,  8",
        "x,        3,       0,  3",
        "2.0,      3,       0,  3",
        "'',      '',       0, 10",
        "0x1,   1e1,        0, 10",
        "--1,    '- 1',     0, 10",
        "99999999999999999999,   ,      10, 10",
        ",  99999999999999999999,       0, 10",
        "-99999999999999999999,  ,       0, 10",
        ", -99999999999999999999,       0,  0",
        "9223372036854775807, 9223372036854775807, 10, 10",
        "-9223372036854775808, -9223372036854775808, 0, 0"
    })
    void listsAreCutAsPythonCutsThem(String skip, String size, long from, long to) {
        assertEquals(new Slice(from, to), Slice.of(skip, size, 10));
    }

    @Test
    void ofNothingThereIsNothing() {
        for (String number : new String[] {null, "0", "1", "-1", "-99999999999999999999"}) {
            assertEquals(new Slice(0, 0), Slice.of(number, number, 0));
        }
    }

    @Test
    void noSliceLeavesTheList() {
        for (int skip = -5; skip <= 5; skip++) {
            for (int size = -5; size <= 5; size++) {
                Slice slice = Slice.of(Integer.toString(skip), Integer.toString(size), 3);
                assertTrue(0 <= slice.from() && slice.from() <= slice.to() && slice.to() <= 3, slice.toString());
            }
        }
    }
}
