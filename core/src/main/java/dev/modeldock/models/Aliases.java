package dev.modeldock.models;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.util.regex.Pattern;

/** Movable names of versions. */
public final class Aliases {
    /** Moves to each new version by itself. */
    public static final String MAIN = "main";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");
    private static final Pattern COMMIT_LIKE = Pattern.compile("[0-9a-f]{7,40}");

    private final VersionStore store;
    private final Clock clock;

    Aliases(VersionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Point an alias to a version, whether it is new or not. */
    public void set(Model model, String alias, Version version) {
        check(alias);
        store.setAlias(model.id(), alias, version.id(), clock.millis());
    }

    /** Whether a text can be an alias, such as the name of a branch upstream. */
    public static boolean isAlias(String text) {
        return NAME.matcher(text).matches() && !COMMIT_LIKE.matcher(text).matches();
    }

    /** Refuse a text that is no alias. */
    public static void check(String alias) {
        if (!isAlias(alias)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"" + alias
                            + "\" is no alias: expected 1 to 96 letters, digits, '.', '_' or '-', and nothing that looks"
                            + " like a commit.");
        }
    }

    /** Remove an alias; {@code main} stays. */
    public void delete(Model model, String alias) {
        if (alias.equals(MAIN)) {
            throw new DockException(
                    Problem.CONFLICT, "The alias main always points to a version. Point it to another one instead.");
        }
        if (!store.deleteAlias(model.id(), alias)) {
            throw new DockException(
                    Problem.NOT_FOUND, "The model " + model.name() + " has no alias \"" + alias + "\".");
        }
    }
}
