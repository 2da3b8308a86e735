package dev.modeldock.imports;

/**
 * A pattern for paths as clients of hubs know them: {@code *} stands for any characters, slashes too, {@code ?} for one,
 * {@code [abc]}, {@code [a-z]} and {@code [!a]} for one of some; a pattern that ends in a slash means all below it. Matched
 * in time proportional to pattern times path.
 */
record PathPattern(String text) {
    boolean matches(String path) {
        String pattern = text.endsWith("/") ? text + "*" : text;
        int p = 0;
        int s = 0;
        int star = -1;
        int resume = 0;
        while (s < path.length()) {
            int next = p < pattern.length() ? step(pattern, p, path.charAt(s)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = s;
            } else if (next > 0) {
                p = next;
                s++;
            } else if (star >= 0) {
                p = star + 1;
                s = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on when its element at {@code p} takes the character; -1 when it does not. */
    private static int step(String pattern, int p, char c) {
        char element = pattern.charAt(p);
        int end = element == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (end > 0) {
            return inSet(pattern.substring(p + 1, end), c) ? end + 1 : -1;
        }
        return element == '?' || element == c ? p + 1 : -1;
    }

    private static boolean inSet(String set, char c) {
        boolean not = set.charAt(0) == '!' && set.length() > 1;
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
