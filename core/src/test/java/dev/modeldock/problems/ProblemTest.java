package dev.modeldock.problems;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static Set<Problem> those(Predicate<Problem> asked) {
        return EnumSet.allOf(Problem.class).stream().filter(asked).collect(Collectors.toSet());
    }

    @Test
    void onlyWhatIsOfTheMomentCanPass() {
        assertEquals(
                EnumSet.of(
                        Problem.RATE_LIMITED,
                        Problem.UPSTREAM_LIMITED,
                        Problem.UPSTREAM_UNREACHABLE,
                        Problem.UPSTREAM_BROKEN),
                those(Problem::canPass));
    }

    @Test
    void theSameBytesMeetOnlyWhatIsOfContentAgain() {
        assertEquals(
                EnumSet.of(
                        Problem.INVALID_ARCHIVE,
                        Problem.INVALID_MODEL,
                        Problem.UNSAFE_MODEL,
                        Problem.CHECKSUM_MISMATCH,
                        Problem.NO_VALID_MODEL,
                        Problem.TOO_LARGE),
                those(Problem::isOfContent));
    }
}
