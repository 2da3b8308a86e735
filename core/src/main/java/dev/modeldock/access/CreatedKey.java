package dev.modeldock.access;

/**
 * A key just made, with its secret, which can never be shown again.
 *
 * @param secret what a client sends as {@code x-api-key}
 */
public record CreatedKey(Key key, String secret) {
    /** Leaves the secret out, so that no log gets it. */
    @Override
    public String toString() {
        return "CreatedKey[key=" + key + "]";
    }
}
