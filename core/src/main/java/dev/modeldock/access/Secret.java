package dev.modeldock.access;

import dev.modeldock.blobs.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A key as it is sent: {@code kg-} and two UUIDs, the first in the form of version 5, the second of version 4, with 244
 * random bits; or, for clients of Hugging Face, who take nothing else, {@code hf_} and 40 letters and digits, with 238. So
 * many need no salt and no slow hash.
 */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST = 200;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int HUB_LETTERS = 40;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    static Secret random(NewKey.Kind kind) {
        return switch (kind) {
            case DOCK -> new Secret("kg-" + uuid(5) + "-" + uuid(4));
            case HUB ->
                new Secret(RANDOM.ints(HUB_LETTERS, 0, LETTERS.length())
                        .mapToObj(index -> LETTERS.substring(index, index + 1))
                        .collect(Collectors.joining("", "hf_", "")));
        };
    }

    /** Take what somebody presents; empty when it is longer than any key. */
    static Optional<Secret> of(String presented) {
        return presented.length() > LONGEST ? Optional.empty() : Optional.of(new Secret(presented));
    }

    String text() {
        return text;
    }

    /** SHA-256 of the whole key. */
    byte[] hash() {
        return Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }

    /** RFC 9562, section 4: the version in the seventh byte, the variant in the ninth. */
    private static UUID uuid(int version) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0F | version << 4);
        bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
        ByteBuffer both = ByteBuffer.wrap(bytes);
        return new UUID(both.getLong(), both.getLong());
    }
}
