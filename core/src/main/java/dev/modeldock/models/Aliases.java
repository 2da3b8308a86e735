package dev.modeldock.models;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Movable names of versions. */
public final class Aliases {
    /** Moves to each new version by itself. */
    public static final String MAIN = "main";

    private static final int LONGEST = 96;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    /** What git takes for no name of a branch, or for something else. */
    private static final Pattern NOT_GIT =
            Pattern.compile("(?:HEAD|refs|refs/.*|.*\\.\\..*|.*\\.lock(?:/.*)?|.*\\.(?:/.*)?)");

    private static final Pattern COMMIT_LIKE = Pattern.compile("[0-9a-f]{7,40}");

    private final AliasStore store;
    private final Clock clock;

    Aliases(AliasStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Point an alias to a version, whether it is new or not; a new one as {@link #create}. */
    public void set(Model model, String alias, Version version) {
        check(alias);
        if (store.find(model.id(), alias).isPresent()) {
            store.set(model.id(), alias, version.id(), clock.millis());
        } else {
            create(model, alias, version, false);
        }
    }

    /**
     * Make a branch or a tag under a name that is free, or {@code CONFLICT}. As in git, none lies below another:
     * {@code a/b} and {@code a} are not both there.
     */
    public void create(Model model, String name, Version version, boolean isTag) {
        check(name);
        if (name.equals("HEAD")) {
            throw new DockException(Problem.VALIDATION_ERROR, "HEAD is what clients call main. Choose another name.");
        }
        store.create(model.id(), new Alias(name, version.commit(), isTag), version.id(), clock.millis())
                .ifPresent(other -> {
                    throw new DockException(
                            Problem.CONFLICT,
                            "The model " + model.name() + " has the " + (other.isTag() ? "tag " : "branch ")
                                    + other.name() + " already"
                                    + (other.name().equals(name) ? "" : ", so that " + name + " cannot be")
                                    + ". Choose another name, or delete that one.");
                });
    }

    /** The one with this name. */
    public Optional<Alias> find(Model model, String name) {
        return store.find(model.id(), name);
    }

    /** The version that an alias leads to. */
    public Optional<Version> version(Model model, String name) {
        return store.version(model.id(), name);
    }

    /** Those of a model, by name. */
    public List<Alias> list(Model model) {
        return store.list(model.id());
    }

    /** Whether a text can be an alias, such as the name of a branch upstream. */
    public static boolean isAlias(String text) {
        return text.length() <= LONGEST
                && NAME.matcher(text).matches()
                && !COMMIT_LIKE.matcher(text).matches()
                && !(text.contains("/") && NOT_GIT.matcher(text).matches());
    }

    /** Refuse a text that is no alias. */
    public static void check(String alias) {
        if (!isAlias(alias)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"" + alias
                            + "\" is no alias: expected 1 to 96 letters, digits, '.', '_' or '-', in parts between single"
                            + " slashes, and nothing that looks like a commit.");
        }
    }

    /** Let the aliases of a version that has just been published lead to it; tells whether any was moved. */
    boolean follow(Version published, NewVersion.Naming naming, boolean fresh) {
        String model = published.modelId();
        Set<String> moved = new LinkedHashSet<>();
        if (fresh) {
            if (mainFollows(model, naming.moving())) {
                moved.add(MAIN);
            }
            moved.addAll(naming.moving());
        }
        if (!naming.wished().isEmpty()) {
            moved.add(naming.wished());
        }
        moved.forEach(alias -> store.set(model, alias, published.id(), clock.millis()));
        return !moved.isEmpty();
    }

    /**
     * Let aliases lead to a version that is here already; tells whether one of them led elsewhere before. {@code main} goes
     * with the line that it stands on.
     */
    public boolean catchUp(Version version, NewVersion.Naming naming) {
        String model = version.modelId();
        Set<String> names = new LinkedHashSet<>(naming.moving());
        if (!naming.moving().isEmpty() && mainFollows(model, naming.moving())) {
            names.add(MAIN);
        }
        if (!naming.wished().isEmpty()) {
            names.add(naming.wished());
        }
        names.removeIf(
                alias -> store.version(model, alias).filter(version::equals).isPresent());
        names.forEach(alias -> store.set(model, alias, version.id(), clock.millis()));
        return !names.isEmpty();
    }

    /** Whether {@code main} is not there yet, or stands where one of these stands, which then are one line of versions. */
    private boolean mainFollows(String model, List<String> moving) {
        Optional<Version> main = store.version(model, MAIN);
        return main.isEmpty()
                || moving.stream().anyMatch(alias -> store.version(model, alias).equals(main));
    }

    /** Remove an alias; {@code main} stays. */
    public void delete(Model model, String alias) {
        if (alias.equals(MAIN)) {
            throw new DockException(
                    Problem.CONFLICT, "The alias main always points to a version. Point it to another one instead.");
        }
        if (!store.delete(model.id(), alias)) {
            throw new DockException(
                    Problem.NOT_FOUND, "The model " + model.name() + " has no alias \"" + alias + "\".");
        }
    }
}
