package dev.modeldock.hub.push;

import dev.modeldock.files.Wildcard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which files a {@code .gitignore} leaves out, by git's rules: the last pattern that matches decides, {@code !} takes back,
 * a slash in front or within ties a pattern to the root, one at the end means directories, and {@code **} any of them. Matched
 * without backtracking over the whole, so that no pattern takes long.
 */
public final class GitIgnore {
    /** Of a longer one the rest is not looked at. */
    public static final int LONGEST = 1 << 16;

    private final List<Rule> rules = new ArrayList<>();

    /** @param directories whether it means directories only */
    private record Rule(List<String> segments, boolean takesBack, boolean directories) {}

    public GitIgnore(String text) {
        text.substring(0, Math.min(text.length(), LONGEST)).lines().forEach(this::add);
    }

    private void add(String line) {
        String pattern = line.replaceFirst("(?<!\\\\) +$", "");
        if (pattern.isBlank() || pattern.startsWith("#")) {
            return;
        }
        boolean takesBack = pattern.startsWith("!");
        String bare =
                takesBack || pattern.startsWith("\\!") || pattern.startsWith("\\#") ? pattern.substring(1) : pattern;
        boolean directories = bare.endsWith("/");
        String path = directories ? bare.substring(0, bare.length() - 1) : bare;
        boolean tied = path.contains("/");
        List<String> segments = new ArrayList<>();
        if (!tied) {
            segments.add("**");
        }
        Collections.addAll(segments, (path.startsWith("/") ? path.substring(1) : path).split("/"));
        rules.add(new Rule(segments, takesBack, directories));
    }

    /** Whether a file is left out, for itself or with a directory that it is in. */
    public boolean ignores(String path) {
        List<String> parts = List.of(path.split("/"));
        boolean[] ignored = new boolean[parts.size() + 1];
        for (Rule rule : rules) {
            boolean[] matched = matched(rule.segments(), parts);
            for (int end = 1; end <= parts.size(); end++) {
                boolean isDirectory = end < parts.size();
                if (matched[end] && (isDirectory || !rule.directories())) {
                    ignored[end] = !rule.takesBack();
                }
            }
        }
        for (boolean each : ignored) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    /** How many parts of the path the whole pattern matches: all the numbers that do. */
    private static boolean[] matched(List<String> segments, List<String> path) {
        boolean[] reached = new boolean[path.size() + 1];
        reached[0] = true;
        for (int s = 0; s < segments.size(); s++) {
            boolean any = segments.get(s).equals("**");
            reached = any ? anything(reached, s == segments.size() - 1) : one(reached, segments.get(s), path);
        }
        return reached;
    }

    /** Any directories; at the end of a pattern, everything inside and not the directory itself. */
    private static boolean[] anything(boolean[] reached, boolean isLast) {
        boolean[] next = new boolean[reached.length];
        boolean before = false;
        for (int p = 0; p < reached.length; p++) {
            next[p] = before || reached[p] && !isLast;
            before |= reached[p];
        }
        return next;
    }

    private static boolean[] one(boolean[] reached, String pattern, List<String> path) {
        boolean[] next = new boolean[reached.length];
        Wildcard segment = new Wildcard(pattern, Wildcard.Dialect.GIT);
        for (int p = 1; p < reached.length; p++) {
            next[p] = reached[p - 1] && segment.matches(path.get(p - 1));
        }
        return next;
    }
}
