package dev.modeldock.server.routes.tao;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.training.Trainer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who works under the UUID in a path. The user of a key has one that follows from the name (RFC 9562, version 5, under the
 * nil UUID). Without a key, on loopback, every UUID is a user of its own, and that of the local user is the local user.
 */
final class TaoUsers {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{32}");

    private final Guard<Caller> guard;

    TaoUsers(Guard<Caller> guard) {
        this.guard = guard;
    }

    /**
     * The owner of what lies below the path's user, whom the caller must be and whose things the method may see or change.
     * However a UUID is spelt, it is the same user.
     *
     * @throws DockException {@code NOT_FOUND} when the key is another user's, {@code FORBIDDEN} when it has no such scope
     */
    String owner(Context ctx) {
        String asked = canonical(uuid(ctx, "user", "User"));
        Caller caller = guard.caller(ctx);
        String own = id(caller.user());
        if (caller.keyId().isEmpty()) {
            return asked.equals(own) ? caller.user() : asked;
        }
        if (!asked.equals(own)) {
            throw new DockException(
                    Problem.NOT_FOUND, "User not found: the key is that of " + own + ". Ask under that user id.");
        }
        boolean looks = ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD;
        caller.require(looks ? Scope.READ : Scope.WRITE);
        return caller.user();
    }

    /** The same, as models know them. */
    Trainer trainer(Context ctx) {
        return new Trainer(owner(ctx), guard.caller(ctx).keyId().isEmpty());
    }

    /**
     * A UUID in the path as it stands there, in any form that Python's {@code uuid.UUID} takes. Things have their ids in
     * the usual form and are found by that only.
     *
     * @throws DockException {@code VALIDATION_ERROR} in the words of the document when it is none
     */
    static String uuid(Context ctx, String parameter, String kind) {
        return uuid(ctx.pathParam(parameter), kind);
    }

    static String uuid(String text, String kind) {
        if (!DIGITS.matcher(digits(text)).matches()) {
            throw new DockException(Problem.VALIDATION_ERROR, kind + " ID passed is not a valid UUID");
        }
        return text;
    }

    private static String digits(String uuid) {
        return uuid.replace("urn:", "")
                .replace("uuid:", "")
                .replaceAll("^[{}]+|[{}]+$", "")
                .replace("-", "");
    }

    /** The usual form: small letters in five groups. */
    static String canonical(String uuid) {
        return digits(uuid).toLowerCase(Locale.ROOT).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
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
