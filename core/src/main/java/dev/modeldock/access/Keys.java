package dev.modeldock.access;

import dev.modeldock.access.Key.KeyTimes;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that let people and programs in. A key is random, is shown once when it is made, and only its SHA-256 is
 * kept: a stolen database opens nothing, and no timing tells of a stored key.
 */
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");
    private static final Pattern NAME = Pattern.compile("(?=.*\\S)[^\\p{Cntrl}]{1,100}");
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final KeyStore store;
    private final Clock clock;

    public Keys(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Make a key, and its user when new; fails with {@code VALIDATION_ERROR} on what {@link NewKey} does not allow. */
    public CreatedKey create(NewKey wanted) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        check(wanted, now);
        Secret secret = Secret.random(wanted.kind());
        KeyTimes times = new KeyTimes(now, Optional.empty(), Optional.empty(), wanted.expiresAt());
        Key key = new Key(UUID.randomUUID().toString(), wanted.name(), wanted.user(), wanted.scopes(), times);
        String user = store.insert(key, secret.hash());
        return new CreatedKey(new Key(key.id(), key.name(), user, key.scopes(), times), secret.text());
    }

    /** Find in whose name a presented key speaks; empty when it is unknown, revoked or expired. */
    public Optional<Caller> authenticate(String presented) {
        Instant now = clock.instant();
        Optional<Key> found = Secret.of(presented)
                .flatMap(secret -> store.find(secret.hash()))
                .filter(key -> key.isGoodAt(now));
        return found.map(key -> caller(key, now));
    }

    /** In whose name a key speaks, by its id; empty when it opens nothing any more. */
    Optional<Caller> callerOf(String id) {
        Instant now = clock.instant();
        return store.find(id).filter(key -> key.isGoodAt(now)).map(key -> caller(key, now));
    }

    private Caller caller(Key key, Instant now) {
        noteUse(key, now);
        return new Caller(key.user(), key.scopes(), Optional.of(key.id()));
    }

    /** Whether a caller who was let in earlier still would be: the key was not revoked and has not expired since. */
    public boolean stillGood(Caller caller) {
        return caller.keyId().map(this::isGood).orElse(true);
    }

    /** Whether the key with this id would be let in at this moment. */
    public boolean isGood(String id) {
        Instant now = clock.instant();
        return store.find(id).filter(key -> key.isGoodAt(now)).isPresent();
    }

    /**
     * List keys, newest first, those revoked or expired included.
     *
     * @param user only this user's, or empty for everybody's
     * @param page from 1
     * @param size of a page, from 1 to 1000
     */
    public KeyPage list(Optional<String> user, int page, int size) {
        if (page < 1 || size < 1 || size > 1000) {
            throw invalid("Page " + page + " of size " + size
                    + " was asked for; pages count from 1 and hold 1 to 1000 keys.");
        }
        return new KeyPage(store.list(user, size, (page - 1L) * size), store.count(user));
    }

    /** Shut a key out for good, from now on; false when there is no such key or it was shut out before. */
    public boolean revoke(String id) {
        return store.revoke(id, clock.millis());
    }

    /** A full disk must not shut out those who come to make room, so that a use could not be noted is only logged. */
    private void noteUse(Key key, Instant now) {
        Instant since = now.minus(USE_NOTED_EVERY);
        if (key.times().lastUsedAt().filter(since::isBefore).isPresent()) {
            return;
        }
        try {
            store.use(key.id(), now.toEpochMilli(), since.toEpochMilli());
        } catch (RuntimeException e) {
            LOG.warn("The use of key {} could not be noted", key.id(), e);
        }
    }

    private static void check(NewKey wanted, Instant now) {
        if (!NAME.matcher(wanted.name()).matches()) {
            throw invalid("A key needs a name of 1 to 100 characters, without line breaks, that says what it is for.");
        }
        if (!USER.matcher(wanted.user()).matches()) {
            throw invalid("The user's name must be a letter or digit, then up to 95 letters, digits, '.', '_' or '-',"
                    + " because it begins the names of the user's models.");
        }
        if (wanted.scopes().isEmpty()) {
            throw invalid("A key without a scope opens nothing. Name at least one, such as 'read'.");
        }
        if (!wanted.expiresAt().map(now::isBefore).orElse(true)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The key would expire at " + wanted.expiresAt().get() + ", but it is " + now
                            + " already. Choose a later time.",
                    Map.of("now", now.toString()));
        }
    }

    private static DockException invalid(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
