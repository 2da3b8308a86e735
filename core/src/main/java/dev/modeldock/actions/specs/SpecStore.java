package dev.modeldock.actions.specs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.database.Database;
import java.util.Optional;

/** The rows of saved specs, one for each action of a dataset or a model. */
public final class SpecStore {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // 0.0 stays one: what was saved is what is answered, and a runner may want a fraction there.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Database database;

    public SpecStore(Database database) {
        this.database = database;
    }

    /** The spec of an action, as it was saved last. */
    public Optional<ObjectNode> find(String handler, String action) {
        return database.read(handle -> handle.createQuery(
                                "select spec from specs where handler = :handler and action = :action")
                        .bind("handler", handler)
                        .bind("action", action)
                        .mapTo(String.class)
                        .findOne())
                .map(SpecStore::read);
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A saved spec is broken", e);
        }
    }

    /** Save it in place of what was saved before. */
    public void save(String handler, String action, ObjectNode spec) {
        database.write(handle -> handle.execute(
                "insert into specs(handler, action, spec) values (?, ?, ?) on conflict (handler, action) do update set spec ="
                        + " excluded.spec",
                handler,
                action,
                spec.toString()));
    }

    /** Forget all specs of a dataset or a model. */
    public void forget(String handler) {
        database.write(handle -> handle.execute("delete from specs where handler = ?", handler));
    }
}
