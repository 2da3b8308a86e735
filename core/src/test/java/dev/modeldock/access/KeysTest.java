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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Keys keys;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("modeldock.db"));
        keys = new Keys(new KeyStore(database), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aKeyForHubsLooksLikeTheirTokensAndOpensTheSame() {
        CreatedKey created = keys.create(
                new NewKey("hub", "anna", EnumSet.of(Scope.WRITE), Optional.empty()).ofKind(NewKey.Kind.HUB));
        assertTrue(created.secret().matches("hf_[A-Za-z0-9]{40}"), "clients take nothing else");
        assertEquals("anna", keys.authenticate(created.secret()).orElseThrow().user());
        assertNotEquals(
                created.secret(),
                keys.create(new NewKey("hub", "anna", EnumSet.of(Scope.WRITE), Optional.empty())
                                .ofKind(NewKey.Kind.HUB))
                        .secret());
    }

    @Test
    void aKeyOpensInTheNameOfItsUser() {
        CreatedKey created = create("anna");
        Caller caller = keys.authenticate(created.secret()).orElseThrow();
        assertEquals("anna", caller.user());
        assertEquals(EnumSet.of(Scope.READ, Scope.IMPORT_MODEL), caller.scopes());
        assertEquals(Optional.of(created.key().id()), caller.keyId());
    }

    @Test
    void keysHaveTheDocumentedShapeAndNeverRepeat() {
        String hex = "[0-9a-f]";
        String shape = "kg-" + hex + "{8}-" + hex + "{4}-5" + hex + "{3}-[89ab]" + hex + "{3}-" + hex + "{12}-" + hex
                + "{8}-" + hex + "{4}-4" + hex + "{3}-[89ab]" + hex + "{3}-" + hex + "{12}";
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String text = Secret.random(NewKey.Kind.DOCK).text();
            assertTrue(text.matches(shape), text);
            assertTrue(seen.add(text));
        }
    }

    @Test
    void anyOtherTextOpensNothing() {
        String secret = create("anna").secret();
        List<String> others = List.of(
                "",
                "kg-",
                secret.substring(1),
                secret + " ",
                secret.toUpperCase(),
                secret.substring(0, secret.length() - 1),
                "' or 1=1 --",
                "x".repeat(1_000_000));
        for (String other : others) {
            assertEquals(Optional.empty(), keys.authenticate(other));
        }
    }

    @Test
    void aRevokedKeyOpensNothing() {
        CreatedKey revoked = create("anna");
        CreatedKey other = create("anna");
        assertTrue(keys.revoke(revoked.key().id()));
        assertEquals(Optional.empty(), keys.authenticate(revoked.secret()));
        assertTrue(keys.authenticate(other.secret()).isPresent());
        assertFalse(keys.revoke(revoked.key().id()), "revoked twice");
        assertFalse(keys.revoke("unknown"));
    }

    @Test
    void aKeyOpensNothingFromItsExpiryOn() {
        Instant end = clock.instant().plusSeconds(60);
        CreatedKey key = keys.create(new NewKey("short", "anna", EnumSet.of(Scope.READ), Optional.of(end)));
        clock.forward(Duration.ofMillis(59_999));
        assertTrue(keys.authenticate(key.secret()).isPresent());
        clock.forward(Duration.ofMillis(1));
        assertEquals(Optional.empty(), keys.authenticate(key.secret()));
    }

    @Test
    void theLastUseIsNotedAtMostOnceAMinute() {
        CreatedKey key = create("anna");
        assertEquals(Optional.empty(), lastUse());
        Instant first = clock.instant();
        keys.authenticate(key.secret());
        assertEquals(Optional.of(first), lastUse());
        clock.forward(Duration.ofSeconds(59));
        keys.authenticate(key.secret());
        assertEquals(Optional.of(first), lastUse());
        clock.forward(Duration.ofSeconds(1));
        keys.authenticate(key.secret());
        assertEquals(Optional.of(first.plusSeconds(60)), lastUse());
    }

    @Test
    void aUseThatCannotBeNotedShutsNobodyOut() {
        CreatedKey key = create("anna");
        database.write(handle -> handle.execute("create trigger full before update on keys"
                + " begin select raise(abort, 'database or disk is full'); end"));
        String log = logOf(() -> assertTrue(keys.authenticate(key.secret()).isPresent()));
        assertTrue(log.contains("The use of key " + key.key().id() + " could not be noted"), log);
        assertTrue(log.contains("disk is full"), log);
        assertFalse(log.contains(key.secret()), log);
        assertEquals(Optional.empty(), lastUse());
    }

    @Test
    void theSecretIsNeitherStoredNorPrinted() throws IOException {
        CreatedKey created = create("anna");
        keys.authenticate(created.secret());
        assertFalse(created.toString().contains(created.secret()));
        assertFalse(Secret.random(NewKey.Kind.DOCK).toString().contains("kg-"));
        String tail = created.secret().substring(created.secret().length() - 12);
        assertNotEquals(tail, created.key().id());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(tail), file + " holds it");
            }
        }
    }

    @Test
    void keysSurviveTheEndOfTheProcess() {
        CreatedKey created = keys.create(new NewKey(
                "for the robot",
                "robot-1",
                EnumSet.allOf(Scope.class),
                Optional.of(clock.instant().plusSeconds(9))));
        database.close();
        open();
        assertEquals(List.of(created.key()), keys.list(Optional.empty(), 1, 10).items());
        assertTrue(keys.authenticate(created.secret()).isPresent());
    }

    @Test
    void aKeyMadeByAnotherProcessOpensAtOnce() {
        try (Database beside = Database.open(directory.resolve("modeldock.db"))) {
            CreatedKey key = new Keys(new KeyStore(beside), clock)
                    .create(new NewKey("cli", "anna", EnumSet.of(Scope.READ), Optional.empty()));
            assertTrue(keys.authenticate(key.secret()).isPresent());
        }
    }

    @Test
    void theListIsPagedNewestFirst() {
        for (int i = 0; i < 5; i++) {
            keys.create(new NewKey("key " + i, i % 2 == 0 ? "anna" : "bert", EnumSet.of(Scope.READ), Optional.empty()));
        }
        assertEquals(List.of("key 4", "key 3"), names(keys.list(Optional.empty(), 1, 2)));
        assertEquals(List.of("key 0"), names(keys.list(Optional.empty(), 3, 2)));
        assertEquals(List.of(), names(keys.list(Optional.empty(), 4, 2)));
        assertEquals(5, keys.list(Optional.empty(), 4, 2).total());
        assertEquals(List.of("key 3", "key 1"), names(keys.list(Optional.of("bert"), 1, 10)));
        assertEquals(2, keys.list(Optional.of("bert"), 1, 10).total());
        assertEquals(
                0, keys.list(Optional.of("nobody"), Integer.MAX_VALUE, 1000).total());
        assertThrows(DockException.class, () -> keys.list(Optional.empty(), 0, 10));
        assertThrows(DockException.class, () -> keys.list(Optional.empty(), 1, 1001));
    }

    @Test
    void aUserIsMadeOnceInWhateverCase() {
        assertEquals("Anna", create("Anna").key().user());
        CreatedKey second = create("ANNA");
        assertEquals("Anna", second.key().user());
        assertEquals("Anna", keys.authenticate(second.secret()).orElseThrow().user());
        List<String> users = database.read(handle ->
                handle.createQuery("select name from users").mapTo(String.class).list());
        assertEquals(List.of("Anna"), users);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Set<Scope> read = EnumSet.of(Scope.READ);
        for (String user : List.of("", "-a", ".", "..", "a/b", "a b", "ä", "a\n", "x".repeat(97))) {
            assertInvalid(new NewKey("k", user, read, Optional.empty()));
        }
        for (String name : List.of("", "   ", "a\nb", "a\0b", "x".repeat(101))) {
            assertInvalid(new NewKey(name, "anna", read, Optional.empty()));
        }
        assertInvalid(new NewKey("k", "anna", EnumSet.noneOf(Scope.class), Optional.empty()));
        assertInvalid(new NewKey("k", "anna", read, Optional.of(clock.instant())));
        assertEquals(0, keys.list(Optional.empty(), 1, 10).total());
        keys.create(new NewKey("größe 🤗".repeat(10), "x".repeat(96), read, Optional.empty()));
    }

    private CreatedKey create(String user) {
        return keys.create(new NewKey("a key", user, EnumSet.of(Scope.READ, Scope.IMPORT_MODEL), Optional.empty()));
    }

    private Optional<Instant> lastUse() {
        return keys.list(Optional.empty(), 1, 1).items().get(0).times().lastUsedAt();
    }

    private static String logOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private void assertInvalid(NewKey key) {
        DockException refused = assertThrows(DockException.class, () -> keys.create(key), key::toString);
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
    }

    private static List<String> names(KeyPage page) {
        return page.items().stream().map(Key::name).toList();
    }
}
