package dev.modeldock.server.routes.tao;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaoUsersTest {
    private static final String UUID = "0123abcd-4567-89ef-0123-456789abcdef";

    /** As Python says of {@code uuid.uuid5(uuid.UUID(int=0), name)}. */
    @ParameterizedTest
    @CsvSource({
        "local, 9577e1e7-8ca0-59e0-a3e5-7f89ba1fabe0",
        "anna,  fc0fb7fe-ff3d-52f8-9f09-f5812c4f1f77",
        "'',    e129f27c-5103-5c5c-844b-cdf0a15e160d"
    })
    void theUuidOfAUserFollowsFromTheName(String user, String uuid) {
        assertEquals(uuid, TaoUsers.id(user));
    }

    /** Python's {@code uuid.UUID} takes each of them for the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                UUID,
                "0123ABCD-4567-89EF-0123-456789ABCDEF",
                "0123abcd456789ef0123456789abcdef",
                "{0123abcd-4567-89ef-0123-456789abcdef}",
                "urn:uuid:0123abcd-4567-89ef-0123-456789abcdef",
                "uuid:0123abcd-4567-89ef-0123-456789abcdef",
                "urn:0123abcd456789ef0123456789abcdef",
                "}{{0123abcd-4567-89ef-0123-456789abcdef",
                "-0-1-2-3-abcd456789ef0123456789abcdef--"
            })
    void aUuidHasManyFormsAndOneThatIsUsual(String text) {
        assertEquals(text, TaoUsers.uuid(text, "User"), "as it stands");
        assertEquals(UUID, TaoUsers.canonical(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zz",
                "urn:",
                "urn:uuid:",
                "uuid:d",
                "{}",
                "-",
                "0123abcd-4567-89ef-0123-456789abcde",
                "0123abcd-4567-89ef-0123-456789abcdef0",
                "0123abcd-4567-89ef-0123-456789abcdeg",
                " 0123abcd-4567-89ef-0123-456789abcdef",
                "URN:UUID:0123abcd-4567-89ef-0123-456789abcdef",
                "(0123abcd-4567-89ef-0123-456789abcdef)",
                "0123abcd-4567-89ef-{0123}-456789abcdef",
                "0123abcd_4567_89ef_0123_456789abcdef",
                "anna"
            })
    void anythingElseIsNone(String text) {
        DockException refusal = assertThrows(DockException.class, () -> TaoUsers.uuid(text, "Dataset"));
        assertEquals(Problem.VALIDATION_ERROR, refusal.problem());
        assertEquals("Dataset ID passed is not a valid UUID", refusal.getMessage());
    }
}
