package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.server.http.ByteRange.Kind;
import org.junit.jupiter.api.Test;

class ByteRangeTest {
    @Test
    void oneRangeIsAPart() {
        assertEquals(new ByteRange(Kind.PART, 0, 1), ByteRange.of("bytes=0-0", 100));
        assertEquals(new ByteRange(Kind.PART, 10, 100), ByteRange.of("bytes=10-", 100));
        assertEquals(new ByteRange(Kind.PART, 10, 100), ByteRange.of("bytes=10-500", 100));
        assertEquals(new ByteRange(Kind.PART, 95, 100), ByteRange.of("bytes=-5", 100));
        assertEquals(new ByteRange(Kind.PART, 0, 100), ByteRange.of("bytes=-500", 100));
        assertEquals(new ByteRange(Kind.PART, 99, 100), ByteRange.of("bytes = 99 - 99", 100));
        assertEquals(
                new ByteRange(Kind.PART, 6_000_000_000L, 7_000_000_000L),
                ByteRange.of("bytes=6000000000-6999999999", 8_000_000_000L));
    }

    @Test
    void whatDoesNotExistIsUnsatisfiable() {
        for (String header : new String[] {"bytes=100-", "bytes=100-200", "bytes=-0"}) {
            assertEquals(Kind.UNSATISFIABLE, ByteRange.of(header, 100).kind(), header);
        }
        assertEquals(Kind.UNSATISFIABLE, ByteRange.of("bytes=0-", 0).kind());
        assertEquals(Kind.UNSATISFIABLE, ByteRange.of("bytes=-1", 0).kind());
    }

    @Test
    void numbersOfAnyLengthAreJustHuge() {
        String huge = "9".repeat(30);
        assertEquals(
                Kind.UNSATISFIABLE, ByteRange.of("bytes=" + huge + "-", 100).kind());
        assertEquals(
                Kind.UNSATISFIABLE,
                ByteRange.of("bytes=" + huge + "-" + huge, 100).kind());
        assertEquals(new ByteRange(Kind.PART, 10, 100), ByteRange.of("bytes=10-" + huge, 100));
        assertEquals(new ByteRange(Kind.PART, 0, 100), ByteRange.of("bytes=-" + huge, 100));
        assertEquals(new ByteRange(Kind.PART, 5, 8), ByteRange.of("bytes=" + "0".repeat(30) + "5-07", 100));
    }

    @Test
    void theUnitMayBeInAnyCase() {
        assertEquals(new ByteRange(Kind.PART, 1, 3), ByteRange.of("Bytes=1-2", 100));
        assertEquals(new ByteRange(Kind.PART, 1, 3), ByteRange.of("BYTES=1-2", 100));
    }

    @Test
    void everythingElseIsTheWhole() {
        for (String header : new String[] {
            null, "", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "0-1"
        }) {
            assertEquals(new ByteRange(Kind.WHOLE, 0, 100), ByteRange.of(header, 100), header);
        }
    }
}
