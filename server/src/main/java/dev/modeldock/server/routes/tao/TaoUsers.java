package dev.modeldock.server.routes.tao;

import dev.modeldock.access.Caller;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.training.Trainer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who works under the UUID in a path. The user of a key has one that follows from the name (RFC 9562, version 5, under the
 * nil UUID). Without a key, on loopback, every UUID is a user of its own.
 */
final class TaoUsers {
    /** What Python's {@code uuid.UUID} takes: any case, braces, a prefix, dashes anywhere. */
    private static final Pattern LENIENT = Pattern.compile("(?i)(urn:)?(uuid:)?\\{*[0-9a-f-]*\\}*");

    private static final int DIGITS = 32;

    private final Guard<Caller> guard;

    TaoUsers(Guard<Caller> guard) {
        this.guard = guard;
    }

    /** The owner of what lies below the path's user; {@code NOT_FOUND} when the key is another user's. */
    String owner(Context ctx) {
        String asked = uuid(ctx, "user", "User");
        Caller caller = guard.caller(ctx);
        if (caller.keyId().isEmpty()) {
            return asked.toLowerCase(Locale.ROOT);
        }
        if (!asked.equalsIgnoreCase(id(caller.user()))) {
            throw new DockException(
                    Problem.NOT_FOUND,
                    "User not found: the key is that of " + id(caller.user()) + ". Ask under that user id.");
        }
        return caller.user();
    }

    /** The same, as models know them. */
    Trainer trainer(Context ctx) {
        return new Trainer(owner(ctx), guard.caller(ctx).keyId().isEmpty());
    }

    /** A UUID in the path; {@code VALIDATION_ERROR} in the words of the document when it is none. */
    static String uuid(Context ctx, String parameter, String kind) {
        String text = ctx.pathParam(parameter);
        long digits =
                text.chars().filter(each -> Character.digit(each, 16) >= 0).count();
        boolean prefixed = text.toLowerCase(Locale.ROOT).startsWith("urn:")
                || text.toLowerCase(Locale.ROOT).startsWith("uuid:");
        if (!LENIENT.matcher(text).matches() || !prefixed && digits != DIGITS) {
            throw new DockException(Problem.VALIDATION_ERROR, kind + " ID passed is not a valid UUID");
        }
        return text;
    }

    /** The UUID of a user of keys. */
    static String id(String user) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(new byte[16]);
            byte[] hash = sha1.digest(user.getBytes(StandardCharsets.UTF_8));
            hash[6] = (byte) (hash[6] & 0x0f | 0x50);
            hash[8] = (byte) (hash[8] & 0x3f | 0x80);
            return new UUID(toLong(hash, 0), toLong(hash, 8)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    private static long toLong(byte[] bytes, int offset) {
        long value = 0;
        for (int i = offset; i < offset + 8; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }
}
