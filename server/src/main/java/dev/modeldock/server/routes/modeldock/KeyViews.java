package dev.modeldock.server.routes.modeldock;

import dev.modeldock.access.CreatedKey;
import dev.modeldock.access.Key;
import dev.modeldock.access.Keys;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys as the command line and {@code /v1/keys} show them. */
public final class KeyViews {
    private KeyViews() {}

    /** A key with its secret, this once. */
    public static Map<String, Object> created(CreatedKey created) {
        Map<String, Object> view = shown(created.key());
        view.put("key", created.secret());
        return view;
    }

    /** A key without its secret. */
    public static Map<String, Object> shown(Key key) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", key.id());
        view.put("name", key.name());
        view.put("user", key.user());
        view.put("scopes", Scope.labels(key.scopes()));
        view.put("createdAt", key.times().createdAt().toString());
        key.times().lastUsedAt().ifPresent(at -> view.put("lastUsedAt", at.toString()));
        key.times().expiresAt().ifPresent(at -> view.put("expiresAt", at.toString()));
        key.times().revokedAt().ifPresent(at -> view.put("revokedAt", at.toString()));
        return view;
    }

    /** Take a key back; {@code NOT_FOUND} when there is none to take back. */
    public static void revoke(Keys keys, String id) {
        if (!keys.revoke(id)) {
            throw new DockException(
                    Problem.NOT_FOUND, "There is no key with the id " + id + " that still works. List the keys.");
        }
    }
}
