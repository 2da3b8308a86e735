package dev.modeldock.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.MutableClock;
import dev.modeldock.database.Database;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInsTest {
    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Keys keys;
    private SignIns signIns;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("modeldock.db"));
        keys = new Keys(new KeyStore(database), clock);
        signIns = new SignIns(new SignInStore(database), keys, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CreatedKey key() {
        return keys.create(new NewKey("page", "anna", EnumSet.of(Scope.READ), Optional.empty()));
    }

    @Test
    void aTokenSpeaksForItsKeyUntilItIsSignedOut() {
        CreatedKey key = key();
        SignIns.SignedIn signedIn = signIns.signIn(" " + key.secret() + "\n");
        assertEquals(keys.authenticate(key.secret()).orElseThrow(), signedIn.caller());
        assertEquals(signedIn.caller(), signIns.authenticate(signedIn.token()).orElseThrow());
        assertNotEquals(signedIn.token(), signIns.signIn(key.secret()).token());
        signIns.signOut(signedIn.token());
        assertTrue(signIns.authenticate(signedIn.token()).isEmpty());
        signIns.signOut(signedIn.token());
    }

    @Test
    void aRevokedKeyShutsItsTokensOutAtOnce() {
        CreatedKey key = key();
        String token = signIns.signIn(key.secret()).token();
        keys.revoke(key.key().id());
        assertTrue(signIns.authenticate(token).isEmpty());
    }

    @Test
    void aTokenRunsOutAndIsForgotten() {
        String token = signIns.signIn(key().secret()).token();
        clock.forward(SignIns.LIFETIME.minusSeconds(1));
        signIns.sweep();
        assertTrue(signIns.authenticate(token).isPresent());
        clock.forward(Duration.ofSeconds(1));
        assertTrue(signIns.authenticate(token).isEmpty());
        signIns.sweep();
        assertEquals(0, rows());
    }

    @Test
    void whatIsNoKeyOfOursIsRefusedAndWhatIsNoTokenOpensNothing() {
        DockException no = assertThrows(DockException.class, () -> signIns.signIn("kg-nothing"));
        assertEquals(Problem.UNAUTHORIZED, no.problem());
        assertFalse(no.getMessage().contains("kg-nothing"));
        assertTrue(signIns.authenticate("").isEmpty());
        assertTrue(signIns.authenticate("x".repeat(43)).isEmpty());
        assertTrue(signIns.authenticate(key().secret()).isEmpty(), "a key is no token");
    }

    @Test
    void ofVeryManyTheOldestGo() {
        String secret = key().secret();
        String first = signIns.signIn(secret).token();
        for (int i = 0; i < 100; i++) {
            clock.forward(Duration.ofSeconds(1));
            signIns.signIn(secret);
        }
        assertTrue(signIns.authenticate(first).isEmpty());
        assertEquals(100, rows());
    }

    @Test
    void noTokenLiesOnTheDisk() throws Exception {
        String token = signIns.signIn(key().secret()).token();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(token), file.toString());
            }
        }
    }

    private int rows() {
        return database.read(handle -> handle.createQuery("select count(*) from sign_ins")
                .mapTo(Integer.class)
                .one());
    }
}
