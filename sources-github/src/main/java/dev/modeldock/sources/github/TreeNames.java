package dev.modeldock.sources.github;

import static dev.modeldock.sources.github.Refusals.quoted;

import dev.modeldock.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds a repository's paths to what every file system can keep and git itself would check out, so that the refusal names
 * the repository's fault. Feed it all paths of files.
 */
final class TreeNames {
    private static final int MOST_FILES = 200_000;
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 64;
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\\\:]");
    /** Names under which some file system finds the directory {@code .git}. */
    private static final Pattern GIT =
            Pattern.compile("\\.git|git~[0-9]+", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** Characters that Apple's file system leaves out when it compares names, and spaces and dots that Windows cuts off. */
    private static final Pattern PASSED_OVER = Pattern.compile("[\\u200b-\\u200f\\u2060-\\u206f\\ufeff]|[ .]+$");

    private final String repository;
    private final Set<String> files = new HashSet<>();
    private final Set<String> directories = new HashSet<>();

    TreeNames(String repository) {
        this.repository = repository;
    }

    /** Check one more path. */
    void take(String path) throws SourceException {
        if (path.isEmpty()
                || path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH
                || UNSAFE.matcher(path).find()) {
            throw refused(path, "is empty, too long or holds a character that a path of a model cannot have");
        }
        String[] names = path.split("/", -1);
        if (names.length > DEEPEST) {
            throw refused(path, "is nested deeper than " + DEEPEST + " directories");
        }
        for (String name : names) {
            name(path, name);
        }
        alone(path);
    }

    private void name(String path, String name) throws SourceException {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused(path, "leads out of the repository or nowhere");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw refused(path, "holds a name longer than " + LONGEST_NAME + " bytes");
        }
        if (GIT.matcher(PASSED_OVER.matcher(name).replaceAll("")).matches()) {
            throw refused(path, "holds a name that stands for git's own directory");
        }
    }

    /** No two paths may be one where upper and lower case are, nor one a directory of another. */
    private void alone(String path) throws SourceException {
        String folded = folded(path);
        if (files.size() >= MOST_FILES) {
            throw Refusals.refused(repository + " has more than " + MOST_FILES + " files. Take a smaller one.");
        }
        if (!files.add(folded) || directories.contains(folded)) {
            throw refused(path, "is there twice where upper and lower case are one");
        }
        int slash = folded.lastIndexOf('/');
        while (slash > 0 && directories.add(folded.substring(0, slash))) {
            if (files.contains(folded.substring(0, slash))) {
                throw refused(path, "lies below a file where upper and lower case are one");
            }
            slash = folded.lastIndexOf('/', slash - 1);
        }
    }

    private static String folded(String path) {
        String plain = Normalizer.normalize(path, Normalizer.Form.NFD);
        return Normalizer.normalize(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    }

    private SourceException refused(String path, String fault) {
        return Refusals.refused(
                repository + " holds the path " + quoted(path) + ", which " + fault + ". Rename it in the repository.");
    }
}
