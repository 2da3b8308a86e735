package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The categories of COCO annotations.
 *
 * @param elements as they stand in the file
 * @param names by their ids, as text
 */
public record CocoCategories(ArrayNode elements, Map<String, String> names) {
    private static final int MOST = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws ActionException as {@link CocoFile#each}, and when one has no id or no name, or there are too many */
    public static CocoCategories of(CocoFile coco) throws ActionException, IOException {
        ArrayNode elements = JSON.createArrayNode();
        Map<String, String> names = new HashMap<>();
        coco.each("categories", category -> {
            String name = name(category);
            if (names.put(category.path("id").asText(), name) != null) {
                throw new ActionException("There is more than one category with the id "
                        + category.path("id").asText() + "; expected is one.");
            }
            if (names.size() > MOST) {
                throw new ActionException("There are more than " + MOST + " categories.");
            }
            elements.add(category);
        });
        return new CocoCategories(elements, Map.copyOf(names));
    }

    private static String name(ObjectNode category) throws ActionException {
        JsonNode id = category.path("id");
        String name = category.path("name").asText();
        if (!id.isIntegralNumber() && !id.isTextual() || name.isBlank()) {
            throw new ActionException("The category " + CocoIds.shown(category)
                    + " has no id or no name; expected is {\"id\": 1, \"name\": \"car\"}.");
        }
        return name;
    }
}
