package dev.modeldock.files;

/**
 * A pattern for a text: {@code *} stands for any characters, {@code ?} for one, {@code [abc]}, {@code [a-z]} and {@code [!a]}
 * for one of some. A slash is a character like others: who means segments matches them one by one. Matched in time
 * proportional to pattern times text.
 */
public record Wildcard(String pattern, Dialect dialect) {
    /** In what those differ who write such patterns. */
    public enum Dialect {
        /** As Python's {@code fnmatch} has it, by which clients of hubs choose files: a backslash is a character like others. */
        FNMATCH,
        /** As git has it: a backslash takes the meaning of what follows, and {@code [^a]} is {@code [!a]}. */
        GIT
    }

    /** Whether the pattern matches the whole text. */
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            int next = isStar(p) ? -1 : step(p, text.charAt(t));
            if (isStar(p)) {
                star = p++;
                resume = t;
            } else if (next > 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (isStar(p)) {
            p++;
        }
        return p == pattern.length();
    }

    private boolean isStar(int p) {
        return p < pattern.length() && pattern.charAt(p) == '*';
    }

    /** Where the pattern goes on when its element at {@code p} takes the character; -1 when it does not. */
    private int step(int p, char c) {
        if (p >= pattern.length()) {
            return -1;
        }
        char element = pattern.charAt(p);
        if (element == '\\' && dialect == Dialect.GIT && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        int end = element == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (end > 0) {
            return inSet(pattern.substring(p + 1, end), c) ? end + 1 : -1;
        }
        return element == '?' || element == c ? p + 1 : -1;
    }

    private boolean inSet(String set, char c) {
        boolean not = set.length() > 1 && (set.charAt(0) == '!' || dialect == Dialect.GIT && set.charAt(0) == '^');
        boolean found = false;
        for (int i = not ? 1 : 0; i < set.length(); i++) {
            if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
                found |= set.charAt(i) <= c && c <= set.charAt(i + 2);
                i += 2;
            } else {
                found |= set.charAt(i) == c;
            }
        }
        return found != not;
    }
}
