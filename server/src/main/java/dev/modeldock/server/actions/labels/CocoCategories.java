package dev.modeldock.server.actions.labels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The categories of COCO annotations.
 *
 * @param file what it is called in sentences
 * @param names by their ids, as {@link CocoIds} has them, in the order of the file
 */
public record CocoCategories(String file, Map<Object, String> names) {
    /** The list of a file that holds them. */
    public static final String LIST = "categories";

    /** @throws ActionException as {@link CocoFile#each}, and when one has no id or no name, or there are too many */
    public static CocoCategories of(CocoFile coco) throws ActionException, IOException {
        Map<Object, String> names = new LinkedHashMap<>();
        ClassBound bound = new ClassBound();
        coco.each(LIST, category -> {
            Optional<Object> id = CocoIds.find(category, "id");
            String name = category.path("name").isValueNode()
                            && !category.path("name").isNull()
                    ? category.path("name").asText()
                    : "";
            if (id.isEmpty() || name.isBlank()) {
                throw new ActionException(coco.name() + " has in \"" + LIST + "\" " + CocoIds.shown(category)
                        + ", which has no id or no name; expected is {\"id\": 1, \"name\": \"car\"}.");
            }
            if (names.put(id.get(), name) != null) {
                throw CocoIds.twice(coco, "category", CocoIds.key(id.get()));
            }
            bound.add(name);
        });
        return new CocoCategories(coco.name(), Collections.unmodifiableMap(names));
    }

    /** The name of an annotation's category; empty when it is none of these. */
    public Optional<String> name(ObjectNode annotation) {
        return CocoIds.find(annotation, "category_id").map(names::get);
    }

    /** @throws ActionException when an annotation's category is none of these */
    public String require(ObjectNode annotation) throws ActionException {
        return name(annotation)
                .orElseThrow(() -> new ActionException("The annotation " + CocoIds.shown(annotation)
                        + " has the category_id " + annotation.path("category_id")
                        + ", which is none of the categories in " + file + "."));
    }
}
