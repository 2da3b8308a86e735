package dev.modeldock.tools;

import java.util.ArrayDeque;
import java.util.Deque;

/** A place in a JSON document (RFC 6901). A child shares its parent, so that even places deep in cost little. */
final class Pointer {
    /** The longest text: names have no sensible end, and many faults may lie below one long name. */
    static final int LONGEST = 2_000;

    static final Pointer ROOT = new Pointer(null, "", 0);

    private final Pointer parent;
    private final String token;
    private final long length;

    private Pointer(Pointer parent, String token, long length) {
        this.parent = parent;
        this.token = token;
        this.length = length;
    }

    Pointer child(String name) {
        String escaped = Found.withoutHalves(name.replace("~", "~0").replace("/", "~1"));
        return new Pointer(this, escaped, length + 1 + escaped.length());
    }

    Pointer child(int index) {
        return child(Integer.toString(index));
    }

    /** Whether {@link #text} tells this very place. */
    boolean fits() {
        return length <= LONGEST;
    }

    /**
     * The pointer, or that of the nearest place around this one that is short enough. Half a surrogate pair in a name is
     * spelled as its escape, since no answer could hold it.
     */
    String text() {
        Deque<String> tokens = new ArrayDeque<>();
        for (Pointer each = this; each.parent != null; each = each.parent) {
            if (each.fits()) {
                tokens.push(each.token);
            }
        }
        StringBuilder text = new StringBuilder();
        tokens.forEach(each -> text.append('/').append(each));
        return text.toString();
    }
}
