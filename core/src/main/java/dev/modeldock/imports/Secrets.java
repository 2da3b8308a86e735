package dev.modeldock.imports;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.access.Seal;
import dev.modeldock.spi.Field;
import dev.modeldock.spi.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the secret values of requests, such as tokens, so that a job has them after a restart and nobody else does. */
final class Secrets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Seal seal;

    Secrets(Seal seal) {
        this.seal = seal;
    }

    /** The secret values of a request, sealed; empty when there are none. */
    byte[] of(Request request, List<Field> fields) throws IOException {
        Map<String, String> secret = new TreeMap<>(request.values());
        secret.keySet().retainAll(names(fields));
        return secret.isEmpty() ? new byte[0] : seal.seal(JSON.writeValueAsBytes(secret));
    }

    /** The values that may be kept in clear. */
    static Map<String, String> clear(Request request, List<Field> fields) {
        Map<String, String> clear = new TreeMap<>(request.values());
        clear.keySet().removeAll(names(fields));
        return clear;
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().filter(Field::secret).map(Field::name).toList();
    }

    /** The whole request again. Files that were sent along are not in it: their bytes are the source's no more. */
    Request request(ImportPlan plan) throws IOException {
        Map<String, String> values = new TreeMap<>(plan.request());
        if (plan.secrets().length > 0) {
            values.putAll(JSON.readValue(seal.open(plan.secrets()), new TypeReference<Map<String, String>>() {}));
        }
        return new Request(values, Map.of());
    }
}
